package io.chatpush.dispatch.lanes;

import static io.chatpush.dispatch.fanout.Fixtures.APP;
import static io.chatpush.dispatch.fanout.Fixtures.NOW;
import static io.chatpush.dispatch.fanout.Fixtures.aChatMessage;
import static io.chatpush.dispatch.fanout.Fixtures.aDevice;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.chatpush.apps.AppYaml;
import io.chatpush.apps.Apps;
import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.RegistryFreeCodec;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.Outcome;
import io.chatpush.events.Platform;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.PushRequest;
import io.chatpush.events.Reason;
import io.chatpush.events.RenderedContent;
import io.chatpush.events.UserDevice;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the settings of an app make of its events, from the event to the requests. */
class AppSettingsTest {

  private static final String OWN_TEXTS =
      """
      event-types:
        NEW_MESSAGE:
          enabled: true
          templates:
            en: {body: "Read: {message}"}
            de: {body: "Lies: {message}"}
      """;

  private final RecordCodec codec = RegistryFreeCodec.create();

  @TempDir Path state;
  private Apps apps = Apps.of(List.of());
  private TopologyTestDriver driver;

  @BeforeEach
  void start() {
    driver =
        Drivers.driver(
            codec,
            state,
            new SimpleMeterRegistry(),
            new Apps.Source() {
              @Override
              public Apps now() {
                return apps;
              }

              @Override
              public void whenChanged(Consumer<Apps> listener) {}
            });
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void sendsNothingForATypeThatIsOff() {
    settings("event-types: {NEW_MESSAGE: {enabled: true}}");
    register("u1", "d1", "en");
    send(aChatMessage("u1", "sender").setEventType(ChatEventType.REACTION).build());
    send(
        aChatMessage("u1")
            .setEventType(ChatEventType.CUSTOM)
            .setCustomType("unknown")
            .setMessageId("message-2")
            .build());
    assertThat(requests()).isEmpty();
    assertThat(outcomes())
        .extracting("message.messageId", "target.userId", "outcome", "cause.reason", "attempt")
        .containsExactlyInAnyOrder(
            tuple("message-1", "u1", Outcome.SUPPRESSED, Reason.TYPE_OFF, 0),
            tuple("message-1", "sender", Outcome.SUPPRESSED, Reason.SENDER, 0),
            tuple("message-2", "u1", Outcome.SUPPRESSED, Reason.TYPE_OFF, 0));
  }

  @Test
  void followsAChangeOfTheSettings() {
    register("u1", "d1", "en");
    settings("event-types: {NEW_MESSAGE: {enabled: false}}");
    send(aChatMessage("u1").build());
    assertThat(requests()).isEmpty();
    settings("event-types: {NEW_MESSAGE: {enabled: true}}");
    send(aChatMessage("u1").build());
    assertThat(requests()).hasSize(1);
  }

  @Test
  void speaksTheLanguageOfEachDevice() {
    settings(OWN_TEXTS);
    register("u1", "d1", "en-GB");
    register("u1", "d2", "de-CH");
    register("u1", "d3", "fr");
    register("u1", "d4", null);
    send(aChatMessage("u1").build());
    assertThat(said(requests()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "d1", "Read: \u2068text\u2069",
                "d2", "Lies: \u2068text\u2069",
                "d3", "Read: \u2068text\u2069",
                "d4", "Read: \u2068text\u2069"));
  }

  @Test
  void speaksTheShippedLanguagesWhereTheAppHasNoTexts() {
    settings("event-types: {INVITED_TO_CHANNEL: {enabled: true}}");
    register("u1", "d1", "de");
    register("u1", "d2", "en");
    send(aChatMessage("u1").setEventType(ChatEventType.INVITED_TO_CHANNEL).setBody(null).build());
    assertThat(said(requests()))
        .containsEntry("d1", "Hat dich zu einer Unterhaltung eingeladen")
        .containsEntry("d2", "Invited you to a conversation");
  }

  /** The settings may be others by then, and the facts are no longer there. */
  @Test
  void keepsTheLanguagesOfAPushThatWasSetAside() {
    settings(OWN_TEXTS);
    register("u1", "d1", "en");
    register("u1", "d2", "de");
    send(aChatMessage("u1").build());
    PushCommand command = commands().getFirst();
    PushRequest request = requests().getFirst();
    PushCommand parked =
        PushCommand.newBuilder(command).setContents(request.getContents()).setFacts(null).build();
    pipe(Topics.PUSH_COMMANDS, codec.encode(Topics.PUSH_COMMANDS, parked));
    assertThat(said(requests()))
        .containsEntry("d1", "Read: \u2068text\u2069")
        .containsEntry("d2", "Lies: \u2068text\u2069");
  }

  @Test
  void usesTheDataThatATemplateDeclares() {
    settings(
        """
        custom-types:
          order_shipped:
            enabled: true
            variables: [order_id]
            templates:
              en: {title: Shop, body: "Order {order_id} is on its way"}
              de: {title: Laden, body: "Bestellung {order_id} ist unterwegs"}
        """);
    register("u1", "d1", "en");
    register("u1", "d2", "de");
    send(
        aChatMessage("u1")
            .setEventType(ChatEventType.CUSTOM)
            .setCustomType("order_shipped")
            .setData(Map.of("order_id", "42", "secret", "not used"))
            .build());
    PushCommand command = commands().getFirst();
    assertThat(command.getFacts()).isNotNull();
    assertThat(command.getFacts().getData()).containsExactly(Map.entry("order_id", "42"));
    assertThat(command.getPush().getCustomType()).isEqualTo("order_shipped");
    assertThat(said(requests()))
        .containsEntry("d1", "Order \u206842\u2069 is on its way")
        .containsEntry("d2", "Bestellung \u206842\u2069 ist unterwegs");
  }

  @Test
  void saysNothingOfTheMessageInPrivacyMode() {
    settings("privacy: IDS_ONLY\n" + OWN_TEXTS);
    register("u1", "d1", "en");
    register("u1", "d2", "de");
    send(aChatMessage("u1").setSenderName("a name").setData(Map.of("key", "value")).build());
    PushCommand command = commands().getFirst();
    assertThat(command.toString() + command.getFacts() + command.getContents())
        .doesNotContain("a name", "text", "sender", "value");
    assertThat(said(requests()))
        .containsEntry("d1", "Open the app to read it.")
        .containsEntry("d2", "\u00d6ffne die App, um sie zu lesen.");
  }

  @Test
  void givesAPushTheTimeToLiveOfItsType() {
    settings("event-types: {CALL: {enabled: true}, NEW_MESSAGE: {enabled: true, ttl: 2d}}");
    send(aChatMessage("u1").setEventType(ChatEventType.CALL).build());
    send(aChatMessage("u1").build());
    send(aChatMessage("u1").setExpiresAt(NOW.plusSeconds(5)).build());
    assertThat(commands())
        .extracting(command -> Duration.between(NOW, command.getPush().getExpiresAt()))
        .containsExactly(Duration.ofSeconds(30), Duration.ofDays(2), Duration.ofSeconds(5));
  }

  private void settings(String yaml) {
    apps = Apps.of(List.of(AppYaml.app(APP, yaml)));
  }

  private void register(String userId, String deviceId, @Nullable String locale) {
    UserDevice device =
        UserDevice.newBuilder(aDevice(userId, deviceId, Platform.ANDROID))
            .setLocale(locale)
            .build();
    driver
        .createInputTopic(Topics.USER_DEVICES, new StringSerializer(), new ByteArraySerializer())
        .pipeInput(
            RecordKeys.userDevice(APP, userId, deviceId),
            codec.encode(Topics.USER_DEVICES, device));
  }

  private void send(ChatMessageEvent event) {
    pipe(Topics.CHAT_MESSAGES, codec.encode(Topics.CHAT_MESSAGES, event));
  }

  private List<PushCommand> commands() {
    return Drivers.read(driver, codec, PushCommand.class, Topics.PUSH_COMMANDS);
  }

  private void pipe(String topic, byte[] value) {
    driver
        .createInputTopic(topic, new StringSerializer(), new ByteArraySerializer())
        .pipeInput("any", value);
  }

  private List<PushRequest> requests() {
    return Drivers.read(driver, codec, PushRequest.class, Topics.PUSH_REQUESTS);
  }

  private List<PushOutcome> outcomes() {
    return Drivers.read(driver, codec, PushOutcome.class, Topics.PUSH_OUTCOMES);
  }

  /** Returns the text that each device gets. */
  private static Map<String, String> said(List<PushRequest> requests) {
    Map<String, String> said = new HashMap<>();
    for (PushRequest request : requests) {
      request
          .getDevices()
          .forEach(device -> {
            RenderedContent content = request.getContents().get(device.getContent());
            byte[] payload = new byte[content.getPayload().remaining()];
            content.getPayload().duplicate().get(payload);
            said.put(device.getDeviceId(), new String(payload, UTF_8).replace("ANDROID:", ""));
          });
    }
    return said;
  }
}
