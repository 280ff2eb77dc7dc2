package io.chatpush.settings;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A setting.
 *
 * @param name in full, as YAML has it; {@code [n]} stands for the index in a list
 * @param component of the record that takes it
 * @param defaultValue as it is written, of a list separated by commas; empty if there is none
 */
public record Setting(String name, RecordComponent component, String defaultValue) {

  /** The environment variable; {@code N} stands for the index in a list. */
  public String variable() {
    return name.replace("-", "").replace("[n]", ".n").replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /** The record that has it. */
  public Class<?> owner() {
    return component.getDeclaringRecord();
  }

  /** Whether a name as YAML has it, dashes and case aside, is this setting or a part of it. */
  boolean isNamed(String name) {
    return Pattern.compile(pattern("\\."), Pattern.CASE_INSENSITIVE)
        .matcher(name.replace("-", ""))
        .matches();
  }

  /** Whether an environment variable, dashes left out or turned into underscores, sets it. */
  boolean isSetBy(String variable) {
    return Pattern.compile(pattern(""), Pattern.CASE_INSENSITIVE)
        .matcher(variable.replace("_", ""))
        .matches();
  }

  private String pattern(String dot) {
    String all =
        name.replace("-", "").replace(".", dot).replace("[n]", dot.isEmpty() ? "\\d+" : "\\[\\d+]");
    if (component.getType() == Map.class) {
      return all + ".*";
    }
    String index = dot.isEmpty() ? "\\d+" : "\\[\\d+]";
    return component.getType() == List.class ? all + "(" + index + ")?" : all;
  }
}
