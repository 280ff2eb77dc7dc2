package io.chatpush.token.ownership;

import io.chatpush.streams.StreamsHost;
import org.apache.kafka.streams.KafkaStreams;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Up while the stream runs or shares out its partitions; not part of readiness. */
final class OwnershipHealthIndicator implements HealthIndicator {

  private final StreamsHost streams;

  OwnershipHealthIndicator(StreamsHost streams) {
    this.streams = streams;
  }

  @Override
  public Health health() {
    KafkaStreams running = streams.current();
    if (running == null) {
      return Health.outOfService().withDetail("state", "NOT_STARTED").build();
    }
    KafkaStreams.State state = running.state();
    Health.Builder health = state.isRunningOrRebalancing() ? Health.up() : Health.down();
    return health.withDetail("state", state.name()).build();
  }
}
