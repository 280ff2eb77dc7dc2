package io.chatpush.fcm.simulator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.chatpush.fcm.simulator.behaviour.Behaviour.Accept;
import io.chatpush.fcm.simulator.behaviour.Behaviour.Drip;
import io.chatpush.fcm.simulator.behaviour.Behaviour.Garbage;
import io.chatpush.fcm.simulator.behaviour.Behaviour.Interrupt;
import io.chatpush.fcm.simulator.behaviour.Behaviour.Interruption;
import io.chatpush.fcm.simulator.behaviour.Behaviour.Refusal;
import io.chatpush.fcm.simulator.behaviour.Behaviour.Refuse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleGrammarTest {

  @Test
  void readsEveryPartOfARule() {
    assertThat(RuleGrammar.parse("slow:2s.accepted.unavailable:37s:x3:2.5%:for5m"))
        .isEqualTo(
            new Rule(
                new Refuse(Refusal.UNAVAILABLE, Duration.ofSeconds(37)),
                Duration.ofSeconds(2),
                true,
                3,
                0.025,
                Duration.ofMinutes(5)));
  }

  @Test
  void givesADurationTheMeaningOfItsBehaviour() {
    assertThat(RuleGrammar.parse("slow:2s"))
        .isEqualTo(new Rule(new Accept(), Duration.ofSeconds(2), false, Long.MAX_VALUE, 1, null));
    assertThat(RuleGrammar.parse("drip:3s").behaviour()).isEqualTo(new Drip(Duration.ofSeconds(3)));
    Rule reset = RuleGrammar.parse("reset:500ms");
    assertThat(reset.behaviour()).isEqualTo(new Interrupt(Interruption.RESET));
    assertThat(reset.slow()).isEqualTo(Duration.ofMillis(500));
  }

  @ParameterizedTest
  @EnumSource
  void hasAWordForEveryRefusal(Refusal refusal) {
    String word = refusal.name().toLowerCase(Locale.ROOT);
    assertThat(RuleGrammar.parse(word).behaviour()).isEqualTo(new Refuse(refusal, null));
  }

  @Test
  void isDocumentedWordForWord() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    assertThat(
            Stream.<Enum<?>[]>of(Refusal.values(), Garbage.values(), Interruption.values())
                .flatMap(Arrays::stream)
                .map(word -> word.name().toLowerCase(Locale.ROOT)))
        .allSatisfy(word -> assertThat(readme).contains("`" + word + "`"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "unavailable:",
        "ok:x0",
        "ok:0%",
        "ok:101%",
        "ok:1",
        "slow:x.ok",
        "accepted"
      })
  void saysWhatItDoesNotUnderstand(String rule) {
    assertThatIllegalArgumentException().isThrownBy(() -> RuleGrammar.parse(rule));
  }

  @Test
  void readsTheStartOfAnAddress() {
    assertThat(RuleGrammar.ofAddress("unregistered-7f3a"))
        .isEqualTo(RuleGrammar.parse("unregistered"));
    assertThat(RuleGrammar.ofAddress("quota_exceeded:37s:x2-device-1"))
        .isEqualTo(RuleGrammar.parse("quota_exceeded:37s:x2"));
    assertThat(RuleGrammar.ofAddress("accepted.reset-1"))
        .isEqualTo(RuleGrammar.parse("accepted.reset"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "token",
        "unregistered",
        "unregisteredly-1",
        "dQw4w9WgXcQ:APA91b-x",
        "slow:soon-1",
        "-unregistered"
      })
  void takesOtherAddressesForWhatTheyAre(String address) {
    assertThat(RuleGrammar.ofAddress(address)).isNull();
  }
}
