package io.chatpush.settings;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The names that a service knows, and which of them somebody may have meant. */
final class SettingNames {

  /** A variable of our form is taken for a setting if no more than this is wrong with it. */
  private static final int SLIPS = 3;

  private final List<Setting> settings;

  SettingNames(Collection<SettingsGroup> groups) {
    this.settings = groups.stream().flatMap(group -> group.settings().stream()).toList();
  }

  /** Whether there is a setting of this name, as YAML has it. */
  boolean has(String name) {
    return settings.stream().anyMatch(setting -> setting.isNamed(name));
  }

  /** The name that was meant, where one is near enough or ends the same. */
  Optional<String> nearest(String name) {
    String wanted = name.replaceAll("\\[\\d+]", "[n]");
    Optional<String> nearest =
        settings.stream()
            .map(Setting::name)
            .min(Comparator.comparingInt(known -> distance(wanted, known)))
            .filter(known -> distance(wanted, known) <= wanted.length() / 6);
    return nearest.or(() ->
        settings.stream()
            .map(Setting::name)
            .filter(known -> last(known).equals(last(wanted)))
            .min(Comparator.comparingInt(known -> distance(wanted, known))));
  }

  /**
   * What is wrong with an environment variable that was meant for a setting and sets none, or
   * nothing if it does set one or is not ours: its name may begin like ours by chance.
   */
  Optional<Misspelt> misspelt(String variable) {
    if (settings.stream().anyMatch(setting -> setting.isSetBy(variable))) {
      return Optional.empty();
    }
    String wanted = variable.replaceAll("_\\d+_", "_N_");
    Optional<String> nearest =
        settings.stream()
            .map(Setting::variable)
            .min(Comparator.comparingInt(known -> distance(wanted, known)));
    boolean near = nearest.filter(known -> distance(wanted, known) <= SLIPS).isPresent();
    boolean inAGroup =
        settings.stream().map(Setting::variable).anyMatch(known -> wanted.startsWith(group(known)));
    return near || inAGroup
        ? Optional.of(new Misspelt(near ? nearest : Optional.empty()))
        : Optional.empty();
  }

  /**
   * A variable that sets nothing.
   *
   * @param meant the variable that would
   */
  record Misspelt(Optional<String> meant) {}

  private static String last(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static String group(String variable) {
    return variable.substring(0, variable.indexOf('_', variable.indexOf('_') + 1) + 1);
  }

  /** How many letters must be put in, taken out or changed: Levenshtein's. */
  static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
