package io.chatpush.apps;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What became of the app files.
 *
 * <ul>
 *   <li>{@code push.app.files.rejected}, gauge: app files that are not used, because they are
 *       invalid or gone; their apps keep the settings in use. Alert on it: a restart fails on an
 *       invalid file
 *   <li>{@code push.app.files.taken}, counter: files that were taken, those of the start included
 *   <li>{@code push.apps}, gauge: apps that are known
 * </ul>
 */
final class AppMeters {

  private final MeterRegistry registry;
  private final Counter taken;

  AppMeters(MeterRegistry registry) {
    this.registry = registry;
    taken =
        Counter.builder("push.app.files.taken")
            .description("App files that were taken, those of the start included")
            .register(registry);
  }

  void watch(AppFiles files) {
    Gauge.builder("push.app.files.rejected", files, f -> f.rejected().size())
        .description("App files that are not used because they are invalid or gone")
        .register(registry);
    Gauge.builder("push.apps", files, f -> f.now().all().size())
        .description("Apps that are known")
        .register(registry);
  }

  void taken() {
    taken.increment();
  }
}
