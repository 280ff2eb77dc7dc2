package io.chatpush.system;

import io.chatpush.settings.DataSizeRange;
import io.chatpush.settings.DurationRange;
import io.chatpush.settings.Limits;
import io.chatpush.settings.Setting;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Set;
import org.hibernate.validator.constraints.Range;
import org.springframework.util.unit.DataSize;

/** Reads the limits of settings from the annotations of the records that take them. */
final class SettingLimits {

  private static final Set<Class<?>> ORDERED =
      Set.of(int.class, Integer.class, long.class, double.class, Duration.class, DataSize.class);

  private SettingLimits() {}

  /** Returns whether the values of a setting have an order, so that it can have limits. */
  static boolean areFor(Setting setting) {
    return ORDERED.contains(setting.component().getType());
  }

  /** Returns the limits that are declared for a setting. */
  static Limits of(Setting setting) {
    String atLeast = "";
    String moreThan = "";
    String atMost = "";
    String lessThan = "";
    for (Annotation each : field(setting).getAnnotations()) {
      switch (each) {
        case DurationRange range -> {
          return new Limits(range.atLeast(), range.moreThan(), range.atMost(), range.lessThan());
        }
        case DataSizeRange range -> {
          return new Limits(range.atLeast(), range.moreThan(), range.atMost(), range.lessThan());
        }
        case Range range -> {
          return new Limits("" + range.min(), "", "" + range.max(), "");
        }
        case Min min -> atLeast = "" + min.value();
        case DecimalMin min when min.inclusive() -> atLeast = min.value();
        case DecimalMin min -> moreThan = min.value();
        case DecimalMax max when max.inclusive() -> atMost = max.value();
        case DecimalMax max -> lessThan = max.value();
        default -> {}
      }
    }
    return new Limits(atLeast, moreThan, atMost, lessThan);
  }

  private static Field field(Setting setting) {
    try {
      return setting.owner().getDeclaredField(setting.component().getName());
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("every record component has its field", e);
    }
  }
}
