package io.chatpush.system;

import io.chatpush.settings.Setting;
import io.chatpush.settings.SettingsGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The settings that the services' code has: what its properties records say. */
final class Settings {

  static final List<SettingsGroup> OF_BOTH =
      SettingsGroup.in(
          "io.chatpush.access",
          "io.chatpush.apps",
          "io.chatpush.http",
          "io.chatpush.lag",
          "io.chatpush.supervision");
  static final List<SettingsGroup> OF_TOKEN_SERVICE = SettingsGroup.in("io.chatpush.token");

  /** Those of the apps are bound by hand, for their ids may have any character. */
  static final SettingsGroup OF_APPS =
      new SettingsGroup("chatpush.apps.<app-id>", type("io.chatpush.dispatch.fcm.AppSettings"));

  static final List<SettingsGroup> OF_DISPATCH_SERVICE =
      and(OF_APPS, SettingsGroup.in("io.chatpush.dispatch"));

  private Settings() {}

  static List<Setting> all() {
    return Stream.of(OF_TOKEN_SERVICE, OF_DISPATCH_SERVICE, OF_BOTH)
        .flatMap(List::stream)
        .flatMap(group -> group.settings().stream())
        .toList();
  }

  /** The groups of a service, by the name of its module. */
  static List<SettingsGroup> of(String module) {
    List<SettingsGroup> groups = new ArrayList<>(OF_BOTH);
    groups.addAll(module.equals("token-service") ? OF_TOKEN_SERVICE : OF_DISPATCH_SERVICE);
    return groups;
  }

  private static List<SettingsGroup> and(SettingsGroup group, List<SettingsGroup> groups) {
    List<SettingsGroup> all = new ArrayList<>(groups);
    all.addFirst(group);
    return List.copyOf(all);
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
