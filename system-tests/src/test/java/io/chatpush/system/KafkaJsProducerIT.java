package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.Outcome;
import io.chatpush.events.PushOutcome;
import io.chatpush.stack.launch.LocalApp;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A chat system in another language, with clients that nobody here wrote. */
@SystemTest
final class KafkaJsProducerIT {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final RunningStack stack;

  KafkaJsProducerIT(RunningStack stack) {
    this.stack = stack;
  }

  @Test
  void pushesWhatKafkaJsPublishesByTheSchemaOfTheRegistry() throws Exception {
    Phone phone = Phone.aPhone();
    new Apps(stack).register(phone);
    String messageId = Phone.unique("message");
    String body = Secrets.secret(Phone.unique("Grüße aus Node 👋"));
    try (TopicTail<PushOutcome> outcomes = TopicTail.outcomes(stack)) {
      JsonNode published = publish(messageId, body, phone);

      Simulator.Push push = new Simulator(stack).awaitPush(phone);
      assertThat(push.title()).isEqualTo("\u2068Nora\u2069 in \u2068#node\u2069");
      assertThat(push.body()).isEqualTo(body);
      PushOutcome outcome =
          outcomes
              .await(
                  "the outcome of the event at offset " + published.path("offset").asString(),
                  entry -> entry.value().getMessage().getMessageId().equals(messageId))
              .value();
      assertThat(outcome.getOutcome()).isEqualTo(Outcome.ACCEPTED);
      assertThat(outcome.getTarget().getDeviceId()).isEqualTo(phone.id());
      assertThat(push.tag()).isEqualTo(outcome.getTarget().getPushId()).isEqualTo(push.pushId());
    }
  }

  /** Fields with defaults are left out where JavaScript's Avro may: it wants arrays and maps. */
  private JsonNode publish(String messageId, String body, Phone recipient)
      throws IOException, InterruptedException {
    Map<String, Object> event =
        Map.ofEntries(
            Map.entry("app_id", LocalApp.ID),
            Map.entry("message_id", messageId),
            Map.entry("event_type", "NEW_MESSAGE"),
            Map.entry("channel_id", Phone.unique("channel")),
            Map.entry("channel_name", "#node"),
            Map.entry("sender_id", Phone.somebody()),
            Map.entry("sender_name", "Nora"),
            Map.entry("audience", "EXPLICIT"),
            Map.entry("recipients", List.of(recipient.user())),
            Map.entry("body", body),
            Map.entry("data", Map.of("thread", "7")),
            Map.entry("priority", "HIGH"),
            Map.entry("sent_at", Clock.systemUTC().millis()));
    return JSON.readTree(
        NodeScripts.run(
            List.of(),
            Map.of(),
            List.of("publish-chat-message.mjs", stack.kafka(), stack.registryUrl()),
            JSON.writeValueAsString(event)));
  }
}
