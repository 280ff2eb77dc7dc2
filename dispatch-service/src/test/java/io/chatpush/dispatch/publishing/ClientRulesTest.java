package io.chatpush.dispatch.publishing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.chatpush.apps.App;
import io.chatpush.apps.Apps;
import io.chatpush.apps.ShortForms;
import io.chatpush.client.ChatMessage;
import io.chatpush.client.EventType;
import io.chatpush.client.Priority;
import io.chatpush.dispatch.content.AppTexts;
import io.chatpush.dispatch.fanout.FanOutTrial;
import io.chatpush.dispatch.fcm.message.FcmPayloadRenderer;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.MessagePriority;
import io.chatpush.problem.ProblemException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The clients of chat systems and fan-out agree about which events are right. */
class ClientRulesTest {

  /** A failure names the seed that repeats it. */
  private static final int MESSAGES = Integer.getInteger("chatpush.test.client-messages", 3_000);

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private static final JsonNode VECTORS =
      JSON.readTree(Path.of("..", "client-node", "test", "messages.json").toFile());

  /**
   * Pieces of texts: what JSON escapes, what UTF-8 writes in one to four bytes, halves of pairs.
   */
  private static final List<String> PIECES =
      List.of(
          "a",
          "Z",
          "7",
          " ",
          "-",
          "_",
          ".",
          "%",
          "/",
          "\\",
          "\"",
          "<",
          "&",
          "=",
          "\n",
          "\t",
          "\u0000",
          "\u001f",
          "\u007f",
          "\u0085",
          "ä",
          "ß",
          "€",
          "\u2028",
          "\u2029",
          "\ufffd",
          "\ud83d\udc4b",
          "\ud83d",
          "\udc4b",
          "https://",
          "google.",
          "gcm.",
          "from",
          "title",
          "push_id");

  private static final Instant VECTORS_NOW = Instant.parse(VECTORS.path("now").asString());
  private static final FanOutTrial VECTORS_TRIAL = trial(VECTORS_NOW);

  private static FanOutTrial trial(Instant now) {
    App app =
        ShortForms.app(
            "demo",
            null,
            App.Limits.AS_FOR_ALL,
            Stream.of(ChatEventType.values())
                .filter(type -> type != ChatEventType.UNKNOWN && type != ChatEventType.CUSTOM)
                .toList());
    return new FanOutTrial(
        Apps.Source.fixed(Apps.of(List.of(app))),
        new AppTexts(),
        new FcmPayloadRenderer(),
        Duration.ofHours(1),
        Clock.fixed(now, ZoneOffset.UTC));
  }

  @Test
  void fanOutRefusesNothingThatTheClientBuilds() {
    Instant now = Instant.now();
    FanOutTrial trial = trial(now.plusSeconds(60));
    int built = 0;
    int large = 0;
    for (int seed = 0; seed < MESSAGES; seed++) {
      ChatMessage message;
      try {
        message = builder(new Random(seed), now).build();
      } catch (IllegalArgumentException refused) {
        assertThat(refused.getMessage()).as("seed %d", seed).matches("[a-z_]+[ ,].*");
        continue;
      }
      built++;
      try {
        ChatMessageEvent event = EventJson.read(message.toJson(), "demo", now);
        large += event.getData().isEmpty() ? 0 : 1;
        assertThat(trial.of(event))
            .as("the message of seed %d", seed)
            .isNotInstanceOf(FanOutTrial.Refused.class);
      } catch (ProblemException e) {
        fail("the message of seed " + seed + " is refused: " + e.problem(), e);
      }
    }
    assertThat(built).as("messages that were built").isGreaterThan(MESSAGES / 4);
    assertThat(large).as("messages with data").isGreaterThan(MESSAGES / 20);
  }

  /** Of each set of ids and options, the most data that the client takes. */
  @Test
  void fanOutTakesTheMostDataThatTheClientTakes() {
    Instant now = Instant.now();
    FanOutTrial trial = trial(now);
    int tried = 0;
    for (int seed = 0; seed < MESSAGES / 20; seed++) {
      int most = -1;
      for (int step = 2_048; step > 0; step /= 2) {
        most = buildsWith(most + step, seed, now) == null ? most : most + step;
      }
      ChatMessage message = most < 0 ? null : buildsWith(most, seed, now);
      if (message != null) {
        tried++;
        assertThat(trial.of(EventJson.read(message.toJson(), "demo", now)))
            .as("the message of seed %d with %d bytes of data", seed, most)
            .isNotInstanceOf(FanOutTrial.Refused.class);
      }
    }
    assertThat(tried).isGreaterThan(MESSAGES / 80);
  }

  private static @Nullable ChatMessage buildsWith(int data, int seed, Instant now) {
    try {
      return builder(new Random(seed), now).data("k", "x".repeat(data)).build();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @Test
  void theClientHasTheTypesAndPrioritiesOfTheContract() {
    assertThat(Stream.of(EventType.values()).map(Enum::name))
        .containsExactlyElementsOf(
            Stream.of(ChatEventType.values()).map(Enum::name).skip(1).toList());
    assertThat(Stream.of(Priority.values()).map(Enum::name))
        .containsExactlyElementsOf(
            Stream.of(MessagePriority.values()).map(Enum::name).skip(1).toList());
  }

  /** An app must be able to use most of what FCM takes, though the bound is not exact. */
  @Test
  void theClientTakesDataThatNearlyFits() {
    Instant now = Instant.now();
    FanOutTrial trial = trial(now);
    int most =
        IntStream.range(2_700, 3_300)
            .filter(length -> {
              ChatMessageEvent event =
                  EventJson.read(
                      JSON.writeValueAsBytes(
                          Map.of(
                              "message_id", "m",
                              "event_type", "NEW_MESSAGE",
                              "channel_id", "c",
                              "sender_id", "s",
                              "recipients", List.of("u"),
                              "data", Map.of("k", "x".repeat(length)))),
                      "demo",
                      now);
              return !(trial.of(event) instanceof FanOutTrial.Refused);
            })
            .max()
            .orElseThrow();
    assertThat(most).isBetween(2_829, 2_929);
  }

  /** The messages by which the clients are tested are right, or wrong, for fan-out as well. */
  @ParameterizedTest
  @MethodSource("vectors")
  void fanOutKeepsTheRulesOfTheClients(String name, String field, JsonNode message) {
    assertThat(fault(JSON.writeValueAsBytes(expanded(message)))).as(name).isEqualTo(field);
  }

  static Stream<Object[]> vectors() {
    return Stream.of("valid", "invalid")
        .flatMap(list -> VECTORS.path(list).valueStream())
        // The bound of the clients is not exact, and the largest event is a limit of the route.
        .filter(vector ->
            !vector.path("name").asString().matches("(data|a link) that .*|more than 512 KB"))
        .map(vector ->
            new Object[] {
              vector.path("name").asString(),
              vector.path("field").asString(""),
              vector.path("message")
            });
  }

  /** Returns the field for which the event is refused; empty if it is not. */
  private static String fault(byte[] json) {
    ChatMessageEvent event;
    try {
      event = EventJson.read(json, "demo", VECTORS_NOW);
    } catch (ProblemException e) {
      return e.problem().errors().getFirst().field();
    }
    return VECTORS_TRIAL.of(event) instanceof FanOutTrial.Refused refused
        ? refused.detail().substring(0, refused.detail().indexOf(' '))
        : "";
  }

  private static Object expanded(JsonNode value) {
    if (!value.isObject()) {
      return value;
    }
    int times = value.path("times").asInt(0);
    JsonNode repeat = value.path("repeat");
    if (repeat.isArray()) {
      return Collections.nCopies(times, repeat.path(0).asString());
    }
    if (repeat.isString()) {
      return value.path("prefix").asString("") + repeat.stringValue().repeat(times);
    }
    if (value.has("utf16")) {
      StringBuilder text = new StringBuilder();
      value.path("utf16").valueStream().forEach(unit -> text.append((char) unit.asInt()));
      return text.toString();
    }
    Map<String, Object> members = new LinkedHashMap<>();
    value.properties().forEach(member -> members.put(member.getKey(), expanded(member.getValue())));
    return members;
  }

  /** A message of any values, most of them right. */
  private static ChatMessage.Builder builder(Random random, Instant now) {
    ChatMessage.Builder builder =
        ChatMessage.of(one(random, EventType.values()), id(random))
            .inChannel(id(random))
            .from(id(random));
    int recipients = random.nextInt(8) == 0 ? random.nextInt(1_010) : random.nextInt(4);
    builder.recipients(list(recipients, _ -> id(random)));
    if (random.nextInt(6) == 0) {
      builder.onlyDeviceIds(list(random.nextInt(28), _ -> id(random)));
    }
    if (random.nextInt(3) == 0) {
      builder.exclude(list(random.nextInt(4), _ -> text(random, 20)));
      builder.mentions(list(random.nextInt(4), _ -> text(random, 20)));
    }
    if (random.nextInt(3) > 0) {
      builder.body(text(random, 2_000)).senderName(text(random, 60)).channelName(text(random, 60));
    }
    if (random.nextInt(4) == 0) {
      builder.media(text(random, 30)).mediaCount(random.nextInt()).reaction(text(random, 300));
    }
    for (int data = random.nextInt(6) - 3; data > 0; data--) {
      builder.data(text(random, 30), text(random, random.nextInt(2_000)));
    }
    if (random.nextInt(3) == 0) {
      builder.sentAt(now.plus(random.nextLong(-40, 30), ChronoUnit.HOURS));
    }
    if (random.nextInt(3) == 0) {
      builder.expiresAt(now.plusNanos(random.nextLong()).truncatedTo(ChronoUnit.MICROS));
    }
    if (random.nextInt(4) == 0) {
      builder.expiresAt(now.plus(random.nextLong(1, 29), ChronoUnit.DAYS));
    }
    options(builder, random);
    return builder;
  }

  private static void options(ChatMessage.Builder builder, Random random) {
    if (random.nextInt(5) == 0) {
      builder.image("https://chat.example.com/" + "i".repeat(random.nextInt(1_500)));
    }
    if (random.nextInt(5) == 0) {
      builder.link("https://chat.example.com/" + text(random, 40).replaceAll("[^a-zäß]", ""));
    }
    if (random.nextInt(8) == 0) {
      builder.link("https://chat.example.com/" + "l".repeat(random.nextInt(1_500)));
    }
    if (random.nextInt(6) == 0) {
      builder.sound(option(random, 70)).category(option(random, 260));
    }
    if (random.nextInt(6) == 0) {
      builder.badge(random.nextInt(10) == 0 ? -1 : random.nextInt(Integer.MAX_VALUE));
    }
    if (random.nextInt(4) == 0) {
      builder.collapseKey(option(random, 66)).thread(option(random, 260));
    }
    if (random.nextInt(6) == 0) {
      builder.silent(random.nextBoolean()).priority(one(random, Priority.values()));
    }
    if (random.nextInt(6) == 0) {
      builder.analyticsLabel("label".repeat(random.nextInt(1, 11))).customType(text(random, 300));
    }
  }

  private static <T> T one(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }

  private static <T> List<T> list(int size, IntFunction<T> value) {
    return IntStream.range(0, size).mapToObj(value).toList();
  }

  private static String id(Random random) {
    if (random.nextInt(200) == 0) {
      return text(random, 300);
    }
    return random.nextInt(20) == 0
        ? one(random, new String[] {"ä", "\"", "\ud83d\udc4b"}).repeat(random.nextInt(1, 64))
        : "id-" + random.nextInt(1_000_000);
  }

  private static String option(Random random, int longest) {
    return random.nextInt(5) == 0 ? text(random, longest) : "o".repeat(random.nextInt(1, longest));
  }

  private static String text(Random random, int longest) {
    if (longest == 0 || random.nextInt(3) == 0) {
      return "x".repeat(longest);
    }
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(longest);
    while (text.length() < length) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }
}
