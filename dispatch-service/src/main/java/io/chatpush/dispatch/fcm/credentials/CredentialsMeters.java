package io.chatpush.dispatch.fcm.credentials;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;

/**
 * What became of the credentials files.
 *
 * <ul>
 *   <li>{@code push.fcm.credentials.kept{app}}, gauge: 1 while the credentials file of the app
 *       cannot be used and the key from before is. Alert on it: a restart fails on a file that is
 *       bad
 *   <li>{@code push.fcm.credentials.taken{app}}, counter: keys of the file that were taken since
 *       the start, the first one excepted
 * </ul>
 */
final class CredentialsMeters {

  private final MeterRegistry registry;

  CredentialsMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Again for an app that has another file now: the first gauge stays. */
  void watchKept(String appId, BooleanSupplier kept) {
    Gauge.builder("push.fcm.credentials.kept", kept, k -> k.getAsBoolean() ? 1 : 0)
        .description("1 while the credentials file of the app cannot be used")
        .tag("app", appId)
        .strongReference(true)
        .register(registry);
  }

  Counter taken(String appId) {
    return Counter.builder("push.fcm.credentials.taken")
        .description("Keys taken from the credentials file since the start")
        .tag("app", appId)
        .register(registry);
  }
}
