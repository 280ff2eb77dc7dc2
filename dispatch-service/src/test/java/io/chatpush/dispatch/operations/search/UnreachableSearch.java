package io.chatpush.dispatch.operations.search;

import io.chatpush.dispatch.delivery.DeliveryGroups;
import io.chatpush.dispatch.kafka.KafkaClients;
import io.chatpush.dispatch.kafka.TestKafka;
import io.chatpush.dispatch.lanes.FanOutGroup;
import io.chatpush.dispatch.operations.log.LogConsumers;
import io.chatpush.testing.KafkaBackend;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;

/** A search without a broker, for tests of requests that are refused before Kafka is read. */
final class UnreachableSearch implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final TestKafka kafka =
      new TestKafka(
          new KafkaBackend() {
            @Override
            public String bootstrapServers() {
              return "127.0.0.1:9";
            }

            @Override
            public String registryUrl() {
              return "http://127.0.0.1:9";
            }

            @Override
            public void close() {
              // Nothing is started.
            }
          });
  private final KafkaClients clients = kafka.clients();
  private final LogConsumers consumers = new LogConsumers(clients);
  private final Clock clock = Clock.systemUTC();

  @Bean
  MessageSearch messageSearch() {
    return new MessageSearch(
        consumers,
        clients.codec(),
        new Backlog(
            clients, new FanOutGroup("fan-out"), new DeliveryGroups("direct", "bulk", "retry")),
        TIMEOUT,
        clock);
  }

  @Override
  public void close() {
    kafka.close();
  }
}
