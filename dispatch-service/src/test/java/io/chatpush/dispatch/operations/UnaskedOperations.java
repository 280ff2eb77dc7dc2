package io.chatpush.dispatch.operations;

import io.chatpush.dispatch.delivery.DeliveryGroups;
import io.chatpush.dispatch.fanout.FanOutGroup;
import io.chatpush.dispatch.kafka.KafkaClients;
import io.chatpush.dispatch.kafka.TestKafka;
import io.chatpush.testing.KafkaBackend;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;

/**
 * What operators ask, for tests of requests that are refused before anything asks Kafka: there is
 * no broker.
 */
public final class UnaskedOperations implements AutoCloseable {

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
  private final LetterLog letters = new LetterLog(consumers, clients.codec(), clock);

  @Bean
  DeadLetters deadLetters() {
    return new DeadLetters(letters, consumers, TIMEOUT, clock);
  }

  @Bean
  LetterJobs letterJobs() {
    return new LetterJobs(
        letters,
        RecordSink.of(kafka.publisher()),
        new OperationsMeters(new SimpleMeterRegistry()),
        TIMEOUT,
        clock);
  }

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
