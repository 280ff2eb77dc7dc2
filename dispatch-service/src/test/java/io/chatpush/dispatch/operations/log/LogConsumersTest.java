package io.chatpush.dispatch.operations.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogConsumersTest {

  @ParameterizedTest
  @ValueSource(strings = {"latest", "none", "by_duration:P1D"})
  void readsFromTheOldestRecordWhateverTheServiceIsSetTo(String reset) {
    assertThat(LogConsumers.settings(Map.of("auto.offset.reset", reset)))
        .containsEntry("auto.offset.reset", "earliest");
  }
}
