package io.chatpush.token.ownership;

import io.chatpush.streams.StreamsHost;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.QueryableStoreTypes;

/**
 * The gauge {@code push.tokens.owned} of {@link OwnershipMeters}, read from the store when asked.
 */
final class OwnedTokens implements MeterBinder {

  private final StreamsHost streams;

  OwnedTokens(StreamsHost streams) {
    this.streams = streams;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    var _ =
        Gauge.builder("push.tokens.owned", this, OwnedTokens::count)
            .description("Devices that have an owner in this instance's partitions, estimated")
            .register(registry);
  }

  private double count() {
    KafkaStreams running = streams.current();
    if (running == null) {
      return Double.NaN;
    }
    try {
      return running
          .store(
              StoreQueryParameters.fromNameAndType(
                  OwnershipProcessor.STORE, QueryableStoreTypes.keyValueStore()))
          .approximateNumEntries();
    } catch (RuntimeException e) {
      // The stream is not running, or closes its stores; and no fault may end the scrape.
      return Double.NaN;
    }
  }
}
