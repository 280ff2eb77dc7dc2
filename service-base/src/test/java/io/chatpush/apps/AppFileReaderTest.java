package io.chatpush.apps;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.apps.AppFileReader.Reading;
import io.chatpush.apps.AppFileReader.Reading.Read;
import io.chatpush.apps.AppFileReader.Reading.Rejected;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.MessagePriority;
import io.chatpush.events.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class AppFileReaderTest {

  private static final String FIREBASE =
      "firebase: {project: fixture, credentials: /nowhere/key.json}\n";

  private final AppFileReader reader = new AppFileReader(List.of());

  @Test
  void readsAllOfAFile() {
    App app =
        app(
            """
            id: com.example|chat
            firebase:
              project: fixture
              credentials: /nowhere/key.json
              quota-per-minute: 1000
            platforms: [WEB]
            origins: [https://chat.example.com]
            locale: de
            privacy: IDS_ONLY
            limits: {events-per-second: 5, bytes-per-second: 500KB}
            defaults:
              sound: ping
              ttl: 2h
              link: https://chat.example.com/c/{channel_id}
            event-types:
              NEW_MESSAGE:
                enabled: true
                templates:
                  no: {title: "Melding fra {sender}"}
                  de: {title: "{sender}", body: "{message}"}
                ttl: 10m
                priority: NORMAL
                android: {channel: messages, notification-count: 3}
                apns: {interruption-level: TIME_SENSITIVE, relevance-score: 0.5}
                web:
                  actions: [{action: reply, title: Antworten}]
            custom-types:
              order_shipped: {enabled: true, variables: [order_id]}
            """);
    assertThat(app.id()).isEqualTo("com.example|chat");
    assertThat(app.firebase()).isEqualTo(new App.Firebase("fixture", "/nowhere/key.json", 1_000));
    assertThat(app.platforms()).containsExactly(Platform.WEB);
    assertThat(app.origins()).containsExactly("https://chat.example.com");
    assertThat(app.locale()).isEqualTo("de");
    assertThat(app.privacy()).isEqualTo(App.Privacy.IDS_ONLY);
    assertThat(app.limits()).isEqualTo(new App.Limits(5, null, DataSize.ofKilobytes(500)));
    EventSettings message = app.eventTypes().get(ChatEventType.NEW_MESSAGE);
    assertThat(message).isNotNull();
    assertThat(message.enabled()).isTrue();
    assertThat(message.sound()).isEqualTo("ping");
    assertThat(message.ttl()).isEqualTo(Duration.ofMinutes(10));
    assertThat(message.priority()).isEqualTo(MessagePriority.NORMAL);
    assertThat(message.templates()).containsOnlyKeys("no", "de");
    assertThat(message.templates().get("no"))
        .isEqualTo(new EventSettings.Text("Melding fra {sender}", null));
    assertThat(message.android().channel()).isEqualTo("messages");
    assertThat(message.apns().interruptionLevel())
        .isEqualTo(EventSettings.Apns.InterruptionLevel.TIME_SENSITIVE);
    assertThat(message.apns().mutableContent()).isTrue();
    assertThat(message.web().actions())
        .containsExactly(new EventSettings.Web.Action("reply", "Antworten", null));
    assertThat(app.settings(ChatEventType.CUSTOM, "order_shipped"))
        .isNotNull()
        .satisfies(own -> assertThat(own.enabled()).isTrue())
        .satisfies(own -> assertThat(own.sound()).isEqualTo("ping"));
    assertThat(app.settings(ChatEventType.CUSTOM, "other")).isNull();
  }

  @Test
  void showsTheSettingsInEffectInTheFormOfAFileWithoutSecrets() {
    App app =
        app(
            FIREBASE
                + """
                limits: {bytes-per-second: 500KB}
                event-types:
                  NEW_MESSAGE:
                    enabled: true
                    ttl: 90s
                    link: https://chat.example.com/c/{channel_id}
                    templates: {de: {title: "{sender}"}}
                    web: {actions: [{action: reply, title: Antworten}]}
                custom-types:
                  order: {enabled: true, variables: [id], thread: "{id}"}
                """);
    JsonNode shown = EffectiveSettings.of(app);
    assertThat(shown.toString()).doesNotContain("key.json", "credentials");
    ((ObjectNode) shown.path("firebase")).put("credentials", "/nowhere/key.json");
    assertThat(app(shown.toString())).isEqualTo(app);
  }

  @Test
  void hasEveryTypeOffUntilItIsSwitchedOn() {
    App app = app(FIREBASE);
    assertThat(app.id()).isEqualTo("demo");
    assertThat(app.eventTypes())
        .hasSize(ChatEventType.values().length - 2)
        .allSatisfy((type, settings) -> assertThat(settings.enabled()).isFalse());
    assertThat(app.platforms())
        .containsExactlyInAnyOrder(Platform.ANDROID, Platform.IOS, Platform.WEB);
    assertThat(app.limits()).isEqualTo(App.Limits.AS_FOR_ALL);
  }

  @Test
  void givesCallsAShortLifeWhateverTheFileSaysOfAllTypes() {
    App app = app(FIREBASE + "defaults: {ttl: 1d, priority: NORMAL}\n");
    EventSettings call = app.settings(ChatEventType.CALL, null);
    assertThat(call).isNotNull();
    assertThat(call.ttl()).isEqualTo(Duration.ofSeconds(30));
    assertThat(call.priority()).isEqualTo(MessagePriority.HIGH);
    App own = app(FIREBASE + "event-types: {CALL: {ttl: 45s}}\n");
    EventSettings ownCall = own.settings(ChatEventType.CALL, null);
    assertThat(ownCall).isNotNull();
    assertThat(ownCall.ttl()).isEqualTo(Duration.ofSeconds(45));
  }

  @Test
  void readsJsonAsWell() {
    assertThat(app("{\"firebase\": {\"project\": \"p\", \"credentials\": \"/k\"}}").id())
        .isEqualTo("demo");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "privacy: FULL | line 1: firebase is missing",
        "colour: red | line 2: colour is no setting of an app file",
        "event-types: {NEW_MESAGE: {}} | line 2: event-types.NEW_MESAGE is no setting of an app file",
        "event-types: {NEW_MESSAGE: {enabled: yes}} | event-types.NEW_MESSAGE.enabled must be boolean, not string",
        "defaults: {ttl: 10} | defaults.ttl must be a duration such as 30s",
        "defaults: {ttl: 10min} | defaults.ttl must be a duration such as 30s, 5m, 1h or 28d",
        "origins: [chat.example.com/] | origins.0 must be an origin such as https://chat.example.com",
        "custom-types: {'a b': {}} | must be 1 to 64 letters, digits and the characters _ . -",
        "defaults: {apns: {relevance-score: 2}} | defaults.apns.relevance-score must have a maximum value of 1",
        "locale: '' | locale must be a BCP 47 tag",
        "defaults: {link: 'https://a.example/{who}'} | defaults.link cannot be used",
        "event-types: {CALL: {link: 'ftp://a.example'}} | event-types.CALL.link is not an https URL",
        "event-types: {CALL: {image: 'https://'}} | event-types.CALL.image must be an https URL",
        "event-types: {CALL: {sound: 'a/b'}} | event-types.CALL.sound is a path, not the name of a sound",
        "event-types: {CALL: {web: {actions: [{action: a, title: b, icon: 'https://a b'}]}}} | icon must be an https URL",
        "firebase: {} | line 2: the same name occurs twice in one block",
        "a: [ | is not YAML",
      })
  void saysWhichLineIsWrong(String line, String sentence) {
    String file = line.equals("privacy: FULL") ? line : FIREBASE + line;
    assertThat(reader.read("demo.yaml", bytes(file + "\n")))
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> assertThat(AppFileFault.sentences(rejected.faults())).contains(sentence));
  }

  @Test
  void namesTheLineOfWhatACheckComplainsOf() {
    AppFileReader strict =
        new AppFileReader(
            List.of(app ->
                List.of(
                    new AppCheck.Complaint(
                        List.of("event-types", "NEW_MESSAGE", "templates", "de", "title"),
                        "cannot be read"),
                    new AppCheck.Complaint(List.of("limits", "nothing"), "is absent"))));
    String file =
        FIREBASE
            + """
            event-types:
              NEW_MESSAGE:
                templates:
                  de:
                    title: "{"
            """;
    assertThat(strict.read("demo.yaml", bytes(file)))
        .isEqualTo(
            new Rejected(
                List.of(
                    new AppFileFault(
                        6, "event-types.NEW_MESSAGE.templates.de.title", "cannot be read"),
                    new AppFileFault(1, "limits.nothing", "is absent"))));
  }

  /** A check looks at each type, which has the setting of the defaults. */
  @Test
  void saysOnceWhatACheckFindsInTheDefaults() {
    AppFileReader strict =
        new AppFileReader(
            List.of(app ->
                app.eventTypes().keySet().stream()
                    .map(type ->
                        new AppCheck.Complaint(
                            List.of("event-types", type.name(), "variables"), "cannot have sender"))
                    .toList()));
    String file =
        FIREBASE
            + """
            defaults:
              variables: [sender]
            event-types:
              NEW_MESSAGE:
                variables: [sender]
            """;
    assertThat(((Rejected) strict.read("demo.yaml", bytes(file))).faults())
        .containsExactlyInAnyOrder(
            new AppFileFault(6, "event-types.NEW_MESSAGE.variables", "cannot have sender"),
            new AppFileFault(3, "defaults.variables", "cannot have sender"));
  }

  @Test
  void refusesWhatNoPersonWrites() {
    assertThat(rejection(new byte[0])).contains("is empty");
    assertThat(rejection(new byte[] {(byte) 0xff, (byte) 0xfe})).contains("is not UTF-8");
    assertThat(rejection(new byte[AppFileReader.MOST_BYTES + 1])).contains("at most 1048576");
    assertThat(rejection("- a\n- b\n".getBytes(UTF_8))).isNotEmpty();
  }

  /**
   * Each name of the schema is a component of the record that takes it, and the other way round.
   */
  @Test
  void hasASchemaWithTheNamesOfTheRecords() throws IOException {
    try (InputStream file = AppFileReader.class.getResourceAsStream("app.schema.json")) {
      JsonNode schema = JsonMapper.shared().readTree(file);
      JsonNode event = schema.path("$defs").path("event");
      sameNames(schema, App.class, "defaults");
      sameNames(schema.path("properties").path("firebase"), App.Firebase.class);
      sameNames(schema.path("properties").path("limits"), App.Limits.class);
      sameNames(event, EventSettings.class);
      for (String platform : List.of("android", "apns", "web")) {
        Type type =
            Arrays.stream(EventSettings.class.getRecordComponents())
                .filter(component -> component.getName().equals(platform))
                .map(RecordComponent::getGenericType)
                .findFirst()
                .orElseThrow();
        assertThat(type).isNotInstanceOf(ParameterizedType.class);
        sameNames(event.path("properties").path(platform), (Class<?>) type);
      }
      assertThat(schema.path("properties").path("event-types").path("properties").propertyNames())
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(ChatEventType.values())
                  .filter(type -> type != ChatEventType.UNKNOWN && type != ChatEventType.CUSTOM)
                  .map(Enum::name)
                  .toList());
    }
  }

  private static void sameNames(JsonNode schema, Class<?> type, String... notInTheRecord) {
    TreeSet<String> names = new TreeSet<>(List.of(notInTheRecord));
    for (RecordComponent component : type.getRecordComponents()) {
      names.add(component.getName().replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT));
    }
    assertThat(new TreeSet<>(schema.path("properties").propertyNames())).isEqualTo(names);
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      assertThat(property.getValue().path("description").asString())
          .as(property.getKey())
          .isNotEmpty();
    }
  }

  private App app(String file) {
    Reading reading = reader.read("demo.yaml", bytes(file));
    assertThat(reading).isInstanceOf(Read.class);
    return ((Read) reading).app();
  }

  private String rejection(byte[] file) {
    Reading reading = reader.read("demo.yaml", ByteBuffer.wrap(file));
    assertThat(reading).isInstanceOf(Rejected.class);
    return AppFileFault.sentences(((Rejected) reading).faults());
  }

  private static ByteBuffer bytes(String file) {
    return ByteBuffer.wrap(file.getBytes(UTF_8));
  }
}
