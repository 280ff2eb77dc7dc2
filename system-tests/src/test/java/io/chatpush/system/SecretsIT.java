package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Reads the logs that all other tests have left behind. */
@SystemTest
@Order(Integer.MAX_VALUE)
final class SecretsIT {

  private final RunningStack stack;

  SecretsIT(RunningStack stack) {
    this.stack = stack;
  }

  @Test
  void findsNoAddressTokenTextOrUserInAnyLog() throws Exception {
    // Something to look for even where this class runs alone.
    Phone phone = Phone.thatAnswers("invalid_argument");
    new Apps(stack).register(phone);
    try (ChatSystem chat = new ChatSystem(stack);
        var outcomes = TopicTail.outcomes(stack)) {
      var _ = chat.publish(chat.aMessageTo(phone.user()));
      var _ =
          outcomes.await(
              "the outcome on the phone " + phone.id(),
              entry -> phone.id().equals(entry.value().getTarget().getDeviceId()));
    }

    List<String> found = new ArrayList<>();
    for (Path log : stack.logs()) {
      String text = Files.readString(log, StandardCharsets.UTF_8);
      for (String secret : Secrets.all()) {
        int at = text.indexOf(secret);
        if (at >= 0) {
          long line = text.substring(0, at).lines().count();
          found.add("%s:%d has %s".formatted(log, line, secret));
        }
      }
    }
    assertThat(stack.logs()).as("logs").isNotEmpty();
    for (String url : List.of(stack.tokenServiceUrl(), stack.dispatchServiceUrl())) {
      String meters = Http.get(url + "/actuator/prometheus");
      Secrets.all().stream()
          .filter(meters::contains)
          .forEach(secret -> found.add("meters at %s have %s".formatted(url, secret)));
    }
    assertThat(found).isEmpty();
  }
}
