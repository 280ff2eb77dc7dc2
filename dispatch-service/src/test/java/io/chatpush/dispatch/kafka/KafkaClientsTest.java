package io.chatpush.dispatch.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

class KafkaClientsTest {

  /** Therefore the check at the start does not refuse these settings. */
  @ParameterizedTest
  @ValueSource(strings = {"auto.offset.reset", "consumer.auto.offset.reset"})
  void letsFanOutBeginWithTheOldestRecordWhateverItsStreamIsSetTo(String setting) {
    KafkaProperties properties = new KafkaProperties();
    properties.setBootstrapServers(List.of("localhost:9092"));
    properties.getStreams().getProperties().put(setting, "latest");
    Map<String, Object> streams =
        new HashMap<>(new KafkaClients(properties, Batching.LOW_LATENCY).streams());
    streams.put(StreamsConfig.APPLICATION_ID_CONFIG, "fan-out");
    assertThat(new StreamsConfig(streams).getMainConsumerConfigs("fan-out", "member", 0))
        .containsEntry("auto.offset.reset", "earliest");
  }
}
