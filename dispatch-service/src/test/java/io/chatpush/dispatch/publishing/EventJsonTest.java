package io.chatpush.dispatch.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.chatpush.events.Audience;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.MessagePriority;
import io.chatpush.problem.Problem.FieldError;
import io.chatpush.problem.ProblemException;
import io.chatpush.problem.ProblemType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class EventJsonTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private static final String LEAST =
      """
      "message_id": "message-1", "event_type": "NEW_MESSAGE", "channel_id": "channel-1",
      "sender_id": "user-1"\
      """;

  private static final String ALL =
      """
      {"app_id": "app-1", "message_id": "message-1", "event_type": "CUSTOM",
       "channel_id": "channel|1", "channel_name": "Channel", "sender_id": "user-1",
       "sender_name": "Juniper", "audience": "CHANNEL", "recipients": ["user-2", "user-3"],
       "exclude": ["user-3"], "mentions": ["user-2"], "body": "text", "media": "image/png",
       "data": {"order_id": "7"}, "priority": "NORMAL", "sent_at": "2026-01-01T11:00:00Z",
       "expires_at": 1767268800000, "only_device_ids": ["device-1"], "custom_type": "order",
       "media_count": 3, "reaction": "!", "image": "https://chat.example.com/i",
       "link": "https://chat.example.com/l", "sound": "bell", "badge": 4, "category": "c",
       "collapse_key": "k", "thread": "t", "silent": true, "analytics_label": "label"}
      """;

  @Test
  void readsEveryFieldOfTheContract() {
    assertThat(read(ALL))
        .isEqualTo(
            ChatMessageEvent.newBuilder()
                .setAppId("app-1")
                .setMessageId("message-1")
                .setEventType(ChatEventType.CUSTOM)
                .setChannelId("channel|1")
                .setChannelName("Channel")
                .setSenderId("user-1")
                .setSenderName("Juniper")
                .setAudience(Audience.CHANNEL)
                .setRecipients(List.of("user-2", "user-3"))
                .setExclude(List.of("user-3"))
                .setMentions(List.of("user-2"))
                .setBody("text")
                .setMedia("image/png")
                .setData(Map.of("order_id", "7"))
                .setPriority(MessagePriority.NORMAL)
                .setSentAt(Instant.parse("2026-01-01T11:00:00Z"))
                .setExpiresAt(Instant.parse("2026-01-01T12:00:00Z"))
                .setOnlyDeviceIds(List.of("device-1"))
                .setCustomType("order")
                .setMediaCount(3)
                .setReaction("!")
                .setImage("https://chat.example.com/i")
                .setLink("https://chat.example.com/l")
                .setSound("bell")
                .setBadge(4)
                .setCategory("c")
                .setCollapseKey("k")
                .setThread("t")
                .setSilent(true)
                .setAnalyticsLabel("label")
                .build());
  }

  /** A field that is added to the contract must be added to the JSON form, too. */
  @Test
  void theExampleAboveHasEveryFieldOfTheContract() {
    Set<String> contract =
        ChatMessageEvent.getClassSchema().getFields().stream()
            .map(Schema.Field::name)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(JsonMapper.shared().readTree(ALL).propertyNames())
        .containsExactlyInAnyOrderElementsOf(contract);
  }

  @Test
  void needsFourFieldsAndFillsInTheRest() {
    ChatMessageEvent event = read("{" + LEAST + "}");
    assertThat(event.getAppId()).isEqualTo("app-1");
    assertThat(event.getSentAt()).isEqualTo(NOW);
    assertThat(event.getAudience()).isEqualTo(Audience.EXPLICIT);
    assertThat(event.getRecipients()).isEmpty();
    assertThat(event.getBody()).isNull();
    assertThat(event.getBadge()).isNull();
  }

  @Test
  void takesNullAsAbsent() {
    assertThat(read("{" + LEAST + ", \"body\": null, \"recipients\": null, \"data\": null}"))
        .isEqualTo(read("{" + LEAST + "}"));
  }

  @Test
  void namesEveryFieldThatIsMissing() {
    assertThat(errors("{}"))
        .extracting(FieldError::field)
        .containsExactlyInAnyOrder("message_id", "event_type", "channel_id", "sender_id");
    assertThat(errors("{}")).extracting(FieldError::message).containsOnly("is required");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app_id|\"app-2\"|is another app",
        "body|7|must be a text",
        "recipients|\"user-2\"|must be a list of texts",
        "recipients|[\"user-2\", 7]|must be a list of texts",
        "data|{\"n\": 7}|must be an object whose values are texts",
        "data|[]|must be an object whose values are texts",
        "priority|\"UNKNOWN\"|must be one of NORMAL, HIGH",
        "audience|\"explicit\"|must be one of EXPLICIT, CHANNEL",
        "sent_at|\"yesterday\"|must be a time such as",
        "sent_at|\"+999999999-12-31T23:59:59Z\"|must be a time such as",
        "sent_at|1.5|must be a time such as",
        "badge|1.5|must be a whole number",
        "badge|3000000000|must be a whole number",
        "silent|\"true\"|must be true or false",
        "recipient|[]|is not known; there are analytics_label, app_id"
      })
  void namesTheFieldThatIsWrong(String field, String value, String rule) {
    assertThat(errors("{%s, \"%s\": %s}".formatted(LEAST, field, value)))
        .singleElement()
        .satisfies(error -> {
          assertThat(error.field()).isEqualTo(field);
          assertThat(error.message()).startsWith(rule);
        });
  }

  @Test
  void namesAtMostTwentyFields() {
    String fields =
        IntStream.range(0, 1_000)
            .mapToObj(number -> "\"field_%d\": 1".formatted(number))
            .collect(Collectors.joining(", "));
    assertThat(errors("{" + LEAST + ", " + fields + "}")).hasSize(20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{\"body\": \"a\", \"body\": \"b\"}", "nonsense", "{\"a\": \"\n\"}"})
  void saysWhereTheJsonEnds(String json) {
    ProblemException problem = catchThrowableOfType(ProblemException.class, () -> read(json));
    assertThat(problem.problem().type())
        .isIn(ProblemType.MALFORMED_JSON.uri(), ProblemType.INVALID_REQUEST.uri());
  }

  @Test
  void takesNothingButAnObject() {
    assertThatThrownBy(() -> read("[]")).hasMessage("The event must be a JSON object.");
  }

  private static ChatMessageEvent read(String json) {
    return EventJson.read(json.getBytes(UTF_8), "app-1", NOW);
  }

  private static List<FieldError> errors(String json) {
    return catchThrowableOfType(ProblemException.class, () -> read(json)).problem().errors();
  }
}
