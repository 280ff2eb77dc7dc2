package io.chatpush.system;

import io.chatpush.settings.Room;
import io.chatpush.settings.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The settings that the services' code has: what its properties records say. */
final class Settings {

  static final List<Room> OF_BOTH =
      Room.in(
          "io.chatpush.access", "io.chatpush.http", "io.chatpush.lag", "io.chatpush.supervision");
  static final List<Room> OF_TOKEN_SERVICE = Room.in("io.chatpush.token");

  /** Those of the apps are bound by hand, for their ids may have any character. */
  static final Room OF_APPS =
      new Room("chatpush.apps.<app-id>", type("io.chatpush.dispatch.fcm.AppSettings"));

  static final List<Room> OF_DISPATCH_SERVICE = and(OF_APPS, Room.in("io.chatpush.dispatch"));

  private Settings() {}

  static List<Setting> all() {
    return Stream.of(OF_TOKEN_SERVICE, OF_DISPATCH_SERVICE, OF_BOTH)
        .flatMap(List::stream)
        .flatMap(room -> room.settings().stream())
        .toList();
  }

  /** The rooms of a service, by the name of its module. */
  static List<Room> of(String module) {
    List<Room> rooms = new ArrayList<>(OF_BOTH);
    rooms.addAll(module.equals("token-service") ? OF_TOKEN_SERVICE : OF_DISPATCH_SERVICE);
    return rooms;
  }

  private static List<Room> and(Room room, List<Room> rooms) {
    List<Room> all = new ArrayList<>(rooms);
    all.addFirst(room);
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
