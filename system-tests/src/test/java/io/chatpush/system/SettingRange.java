package io.chatpush.system;

import io.chatpush.settings.Room;
import io.chatpush.settings.Setting;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/**
 * Which numbers, durations and sizes a record takes, found by trying, for no annotation says so.
 * The other settings have their defaults meanwhile.
 *
 * @param least that is taken, null if any is
 * @param most that is taken, null if any is
 */
record SettingRange(Scale scale, @Nullable Long least, @Nullable Long most) {

  /** Without these a record takes nothing at all. */
  private static final Map<String, String> NEEDED =
      Map.of("chatpush.access.issuers[0].secret-location", "/a/file");

  /**
   * How values are counted.
   *
   * @param good one that is taken
   * @param written a value as a setting is written
   * @param round a bound one step beside a multiple of this is the multiple itself, excluded
   */
  record Scale(long lowest, long good, long highest, LongFunction<String> written, long round) {

    static Scale of(Class<?> type, String value) {
      if (type == int.class || type == Integer.class || type == long.class) {
        long good = value.isEmpty() ? 1 : Long.parseLong(value);
        return new Scale(Integer.MIN_VALUE, good, Integer.MAX_VALUE, Long::toString, 0);
      }
      if (type == double.class) {
        long good = Math.round(1000 * Double.parseDouble(value));
        return new Scale(
            -1_000_000, good, 1_000_000, thousandths -> number(thousandths / 1000.0), 1000);
      }
      if (type == Duration.class) {
        long good = DurationStyle.detectAndParse(value).toMillis();
        long days = Duration.ofDays(100_000).toMillis();
        return new Scale(-days, good, days, SettingRange::duration, 1000);
      }
      if (type == DataSize.class) {
        long good = DataSize.parse(value).toBytes();
        return new Scale(-1, good, DataSize.ofTerabytes(1).toBytes(), SettingRange::size, 0);
      }
      throw new IllegalArgumentException("a " + type + " has no range");
    }
  }

  /** Whether values of this type have an order. */
  static boolean has(Class<?> type) {
    return type == int.class
        || type == Integer.class
        || type == long.class
        || type == double.class
        || type == Duration.class
        || type == DataSize.class;
  }

  /** The range of a setting whose type has one. */
  static SettingRange of(Room room, Setting setting) {
    Scale scale = Scale.of(setting.component().getType(), setting.defaultValue());
    LongPredicate taken = value -> takes(room, setting, scale.written().apply(value));
    if (!taken.test(scale.good())) {
      throw new AssertionError(setting.name() + " does not take its own default");
    }
    @Nullable Long least = least(scale.lowest(), scale.good(), taken);
    @Nullable Long most = least(-scale.highest(), -scale.good(), value -> taken.test(-value));
    return new SettingRange(scale, least, most == null ? null : -most);
  }

  /** In words, empty if there are no bounds. */
  String words() {
    if (least != null && most != null && !isOpen(least - 1) && !isOpen(most + 1)) {
      return written(least) + " to " + written(most);
    }
    String from =
        least == null
            ? ""
            : isOpen(least - 1) ? "more than " + written(least - 1) : "at least " + written(least);
    String to =
        most == null
            ? ""
            : isOpen(most + 1) ? "less than " + written(most + 1) : "at most " + written(most);
    return from + (from.isEmpty() || to.isEmpty() ? "" : ", ") + to;
  }

  private boolean isOpen(long bound) {
    return scale.round() > 0 && bound % scale.round() == 0;
  }

  private String written(long value) {
    return scale.written().apply(value);
  }

  /** The least value that is taken, if all between it and a good one are; null if any is. */
  private static @Nullable Long least(long lowest, long good, LongPredicate takes) {
    if (takes.test(lowest)) {
      return null;
    }
    long refused = lowest;
    long taken = good;
    while (taken - refused > 1) {
      long middle = refused + (taken - refused) / 2;
      if (takes.test(middle)) {
        taken = middle;
      } else {
        refused = middle;
      }
    }
    return taken;
  }

  private static boolean takes(Room room, Setting setting, String value) {
    Map<String, String> settings = new HashMap<>(NEEDED);
    settings.keySet().removeIf(name -> !name.startsWith(room.prefix() + "."));
    settings.put(setting.name().replace("[n]", "[0]"), value);
    try {
      new Binder(new MapConfigurationPropertySource(settings))
          .bindOrCreate(room.prefix(), Bindable.of(room.type()));
      return true;
    } catch (BindException e) {
      return false;
    }
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static String duration(long millis) {
    String[] units = {"d", "h", "m", "s"};
    long[] lengths = {86_400_000, 3_600_000, 60_000, 1000};
    for (int i = 0; i < units.length; i++) {
      if (millis != 0 && millis % lengths[i] == 0) {
        return millis / lengths[i] + units[i];
      }
    }
    return millis == 0 ? "0s" : millis + "ms";
  }

  private static String size(long bytes) {
    long megabyte = DataSize.ofMegabytes(1).toBytes();
    return bytes != 0 && bytes % megabyte == 0 ? bytes / megabyte + "MB" : bytes + "B";
  }
}
