package io.chatpush.lag;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

class LagConfigurationTest {

  private final KafkaProperties kafka = new KafkaProperties();

  @Test
  void groupsBeginAtTheBeginningByDefault() {
    assertThat(LagConfiguration.beginAtTheBeginning(kafka)).isTrue();
    kafka.getStreams().getProperties().put("auto.offset.reset", "earliest");
    assertThat(LagConfiguration.beginAtTheBeginning(kafka)).isTrue();
  }

  @Test
  void groupsMayBeginLaterWhereASettingSaysSo() {
    kafka.getStreams().getProperties().put("main.consumer.auto.offset.reset", "latest");
    assertThat(LagConfiguration.beginAtTheBeginning(kafka)).isFalse();
  }

  @Test
  void groupsMayBeginLaterWhereTheConsumersDo() {
    kafka.getConsumer().setAutoOffsetReset("by_duration:PT1H");
    assertThat(LagConfiguration.beginAtTheBeginning(kafka)).isFalse();
  }
}
