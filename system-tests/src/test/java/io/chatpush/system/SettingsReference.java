package io.chatpush.system;

import io.chatpush.settings.Setting;
import io.chatpush.settings.SettingsGroup;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.core.ResolvableType;

/**
 * The parts of docs/settings.md that the code says: what stands between two marks in it, for each
 * service and for both.
 */
final class SettingsReference {

  private static final Pattern PARTS =
      Pattern.compile(
          "(<!-- written from the code: ([a-z -]+) -->\n).*?(<!-- end -->)", Pattern.DOTALL);

  private static final String SECRET = "io.chatpush.access.Secret";

  private final RecordDocs docs = new RecordDocs();

  /** The document with these parts as they should be. */
  String in(String document) {
    Matcher parts = PARTS.matcher(document);
    return parts.replaceAll(
        part -> Matcher.quoteReplacement(part.group(1) + part(part.group(2)) + part.group(3)));
  }

  /** What a setting means. */
  String meaning(Setting setting) {
    return docs.of(setting.owner(), setting.component().getName());
  }

  /** Whether a service does not start without it. */
  boolean isRequired(Setting setting) {
    return setting.defaultValue().isEmpty() && meaning(setting).startsWith("required");
  }

  private String part(String name) {
    List<SettingsGroup> groups =
        switch (name) {
          case "token-service" -> Settings.OF_TOKEN_SERVICE;
          case "dispatch-service" -> Settings.OF_DISPATCH_SERVICE;
          case "both" -> Settings.OF_BOTH;
          default -> throw new AssertionError("there is no such part: " + name);
        };
    return groups.stream().map(this::group).collect(Collectors.joining("\n", "\n", "\n"));
  }

  private String group(SettingsGroup group) {
    List<String> lines = new ArrayList<>();
    lines.add("### " + code(group.prefix()));
    lines.add(docs.of(group.type()));
    lines.add("");
    lines.add("| setting, variable | default | takes | meaning |");
    lines.add("|---|---|---|---|");
    for (Setting setting : group.settings()) {
      lines.add(
          "| %s<br>%s | %s | %s | %s |"
              .formatted(
                  code(setting.name()),
                  variable(setting),
                  defaultValue(setting),
                  takes(setting),
                  meaning(setting).replaceFirst("^required: ", "").replace("|", "\\|")));
    }
    return String.join("\n", lines) + "\n";
  }

  /** Spring reads the rest of a variable in lower case, and keys of maps are seldom so. */
  private static String variable(Setting setting) {
    return setting.component().getType() == Map.class ? "no variable" : code(setting.variable());
  }

  private String defaultValue(Setting setting) {
    if (!setting.defaultValue().isEmpty()) {
      return code(setting.defaultValue().replace(",", ", "));
    }
    return isRequired(setting) ? "**required**" : "none";
  }

  private static String takes(Setting setting) {
    String words = words(ResolvableType.forType(setting.component().getGenericType()));
    String limits = SettingLimits.of(setting).words();
    return limits.isEmpty() ? words : words + ", " + limits;
  }

  private static String words(ResolvableType type) {
    Class<?> raw = type.toClass();
    if (raw.isEnum()) {
      return Arrays.stream(raw.getEnumConstants())
          .map(constant -> code(constant.toString().toLowerCase(Locale.ROOT).replace('_', '-')))
          .collect(Collectors.joining(", "));
    }
    if (raw == List.class) {
      return "list: " + words(type.getGeneric(0));
    }
    if (raw == Map.class) {
      return "map";
    }
    if (raw.getName().equals(SECRET)) {
      return "**secret**";
    }
    if (raw == Path.class) {
      return "path";
    }
    if (raw == URI.class) {
      return "address";
    }
    return switch (raw.getSimpleName()) {
      case "boolean" -> "`true`, `false`";
      case "int", "long", "Integer" -> "whole number";
      case "double" -> "number";
      case "Duration" -> "duration";
      case "DataSize" -> "size";
      case "String" -> "text";
      default -> throw new AssertionError("say in words what a " + raw + " is");
    };
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
