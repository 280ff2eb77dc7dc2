package io.chatpush.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.events.UserDevice;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CachedRegistryTest {

  // Near the end of the range, as System.nanoTime() may be.
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final FakeRegistry registry = new FakeRegistry();
  private final CachedRegistry cached =
      new CachedRegistry(
          new SerdeConfig(
                  Map.of(
                      "schema.registry.url",
                      registry.url(),
                      "max.retries",
                      "0",
                      "missing.id.cache.ttl.sec",
                      "30",
                      "missing.cache.size",
                      "2"))
              .registry(),
          nanos::get);

  @AfterEach
  void close() {
    registry.close();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void unknownIsBelievedForItsTimeAndThenAskedAgain() {
    assertThat(cached.schema(1)).isEmpty();
    registry.put("a-value", UserDevice.getClassSchema().toString());
    pass(Duration.ofSeconds(29));
    assertThat(cached.schema(1)).isEmpty();
    assertThat(registry.asked).hasSize(1);
    pass(Duration.ofSeconds(1));
    assertThat(cached.schema(1)).isPresent();
  }

  @Test
  void remembersOnlySoManyUnknowns() {
    for (int id : new int[] {1, 2, 3, 2, 3}) {
      assertThat(cached.schema(id)).isEmpty();
    }
    assertThat(registry.asked).hasSize(3);
    assertThat(cached.schema(1)).isEmpty();
    assertThat(registry.asked).hasSize(4);
  }

  @Test
  void knownIsNeverAskedAgain() {
    registry.put("a-value", UserDevice.getClassSchema().toString());
    assertThat(cached.schema(1)).isPresent();
    registry.answer(503, "");
    pass(Duration.ofDays(365));
    assertThat(cached.schema(1)).isPresent();
  }

  @Test
  void afterAFailureNobodyAsksForASecond() {
    registry.answer(503, "");
    assertThatThrownBy(() -> cached.schema(1)).isInstanceOf(RegistryUnavailableException.class);
    assertThatThrownBy(() -> cached.schema(2))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("answered 503");
    assertThat(registry.asked).hasSize(1);

    registry.behaveWell();
    pass(Duration.ofSeconds(1));
    assertThat(cached.schema(1)).isEmpty();
  }

  @Test
  void warmUpAsksAgainForWhatWasUnknownAMomentAgo() {
    assertThat(cached.id("a-value", UserDevice.getClassSchema(), false)).isEmpty();
    registry.put("a-value", Contract.published(UserDevice.getClassSchema()));
    assertThat(cached.id("a-value", UserDevice.getClassSchema(), false)).isEmpty();
    assertThat(cached.freshId("a-value", UserDevice.getClassSchema(), false)).isPresent();
    assertThat(cached.id("a-value", UserDevice.getClassSchema(), false)).isPresent();
  }
}
