package io.chatpush.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.cli.service.OperatorScopes;
import io.chatpush.cli.service.TokenSigner;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.PushOutcome;
import io.chatpush.schemas.DeadLetterHeaders;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.text.VisibleText;
import io.chatpush.stack.launch.LocalApp;
import io.chatpush.stack.launch.StackKeys;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * Text that a chat system, an app or a client without a token chooses is in no log: 10,000 events
 * with a marker in each of their texts, in their keys and headers, of every kind of answer; and
 * registrations, requests of operators and broken HTTP with the marker. The logs of all processes
 * stay small, and have no character that a terminal obeys.
 *
 * <p>Nothing of it may appear, ids included: a log names a record by its topic, partition and
 * offset.
 */
@SystemTest
final class OutsideTextIT {

  private static final int EVENTS = Integer.getInteger("chatpush.test.outside-texts", 4_000);
  private static final int REQUESTS = 300;
  private static final int RECORDS = 100;
  private static final int KINDS = 16;
  private static final int BATCH = 500;
  private static final Duration LIMIT = Duration.ofMinutes(3).plusMillis(20L * EVENTS);

  /** A message of 8,000 characters, and what Spring Boot writes before it. */
  private static final int LONGEST_LINE = 8_300;

  /**
   * Of all processes together: ten lines a minute of each reason and thirty of each logger of a
   * library, the stacks of some included. A line for each bad event would be more.
   */
  private static final long MOST_BYTES = Math.min(1_000_000, 100L * EVENTS);

  private static final String MARKER = Phone.unique("marker");

  /** What may be in an id that is accepted. */
  private static final String SOFT =
      MARKER + "\u202e\u2066\u200f\u061c\u200b\u2028 {} ${jndi:ldap://x} %s <b>";

  /** Anything. */
  private static final String HARD =
      SOFT
          + "\r\n2026-01-01T00:00:00.000Z ERROR forged\u001b]0;title\u0007\u001b[31m\u0000\u0085\u009b";

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final RunningStack stack;

  OutsideTextIT(RunningStack stack) {
    this.stack = stack;
  }

  /** Where a record is. */
  private record Place(int partition, long offset) {}

  @Test
  void isInNoLogAndObeyedByNoTerminal() throws Exception {
    Map<Path, Long> ends = new HashMap<>();
    for (Path log : stack.logs()) {
      ends.put(log, Files.size(log));
    }
    try (ChatSystem chat = new ChatSystem(stack);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.kafka()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        TopicTail<byte[]> letters = TopicTail.bytes(stack, Topics.CHAT_MESSAGES_DEAD_LETTERS);
        TopicTail<byte[]> pushLetters = TopicTail.bytes(stack, Topics.PUSH_DEAD_LETTERS);
        TopicTail<PushOutcome> outcomes = TopicTail.outcomes(stack)) {
      Map<Place, String> unanswered = publishEvents(chat, producer);
      publishRecords(producer);
      sendRequests();

      Awaitility.await("an answer to each of " + unanswered.size() + " events")
          .pollInSameThread()
          .pollInterval(Duration.ofMillis(500))
          .atMost(LIMIT)
          .untilAsserted(() -> {
            removeAnswered(unanswered, letters.all(), outcomes.all());
            assertThat(unanswered.entrySet()).isEmpty();
          });
      Awaitility.await("the dead letters of the records that are no requests")
          .pollInSameThread()
          .atMost(LIMIT)
          .untilAsserted(() ->
              assertThat(pushLetters.all())
                  .filteredOn(letter ->
                      Topics.PUSH_REQUESTS.equals(header(letter, DeadLetterHeaders.SOURCE_TOPIC)))
                  .hasSizeGreaterThanOrEqualTo(RECORDS));
      assertThat(letters.all())
          .allSatisfy(letter ->
              assertThat(
                      header(letter, DeadLetterHeaders.REASON)
                          + header(letter, DeadLetterHeaders.DETAIL))
                  .matches("[ -~…]{1,600}")
                  .doesNotContain(MARKER));
      checkWhatOperatorsSee(chat);
    }
    checkLogs(ends);
  }

  private Map<Place, String> publishEvents(ChatSystem chat, KafkaProducer<byte[], byte[]> producer)
      throws Exception {
    Phone normal = Phone.aPhone();
    Phone invalid = Phone.thatAnswers("invalid_argument");
    Phone gone = Phone.thatAnswers("unregistered");
    List<Phone> refusedOnce =
        Stream.generate(() -> Phone.thatAnswers("unavailable:x1")).limit(10).toList();
    new Apps(stack)
        .register(
            Stream.concat(Stream.of(normal, invalid, gone), refusedOnce.stream())
                .toArray(Phone[]::new));
    Map<Place, String> taken = new HashMap<>();
    for (int first = 0; first < EVENTS; first += BATCH) {
      List<String> ids = new ArrayList<>();
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (int number = first; number < Math.min(first + BATCH, EVENTS); number++) {
        Phone phone =
            switch (number % KINDS) {
              case 1 -> invalid;
              case 2 -> gone;
              case 3 -> refusedOnce.get(number / KINDS % refusedOnce.size());
              default -> normal;
            };
        ChatMessageEvent event = event(chat, number, phone.user());
        ids.add(event.getMessageId());
        sent.add(producer.send(record(Topics.CHAT_MESSAGES, number, bytes(chat, number, event))));
      }
      for (int i = 0; i < sent.size(); i++) {
        RecordMetadata metadata = sent.get(i).get();
        taken.put(new Place(metadata.partition(), metadata.offset()), ids.get(i));
      }
    }
    return taken;
  }

  /** An event with the marker in every text, which leads to another answer for each kind. */
  private static ChatMessageEvent event(ChatSystem chat, int number, String recipient) {
    Instant now = Instant.now();
    ChatMessageEvent.Builder event =
        ChatMessageEvent.newBuilder(chat.aMessage(SOFT + "s", List.of(recipient)))
            .setMessageId(SOFT + number)
            .setChannelId(SOFT + number % 50)
            .setChannelName(HARD)
            .setSenderName(HARD)
            .setBody(HARD)
            .setMedia(HARD)
            .setExclude(List.of(HARD))
            .setMentions(List.of(HARD))
            .setData(Map.of(HARD, HARD, MARKER, HARD));
    switch (number % KINDS) {
      case 0 -> event.setMessageId(asked(number)).setRecipients(List.of(recipient, SOFT + "r"));
      case 4 -> event.setSentAt(now.minusSeconds(7_200)).setExpiresAt(now.minusSeconds(3_600));
      case 5 -> event.setMessageId(HARD + number);
      case 6 -> event.setAppId(SOFT);
      case 7 -> event.setData(Map.of("gcm." + HARD.repeat(number % 1_600 == 7 ? 1_000 : 1), HARD));
      case 8 -> event.setRecipients(List.of(HARD));
      case 9 -> event.setChannelId(SOFT.repeat(10));
      case 10 -> event.setSenderId(recipient);
      case 11 -> event.setRecipients(List.of(SOFT + "unknown"));
      case 14 -> event.setRecipients(List.of(recipient)).setOnlyDeviceIds(List.of(HARD));
      case 15 -> event.setSentAt(now.plus(Duration.ofDays(400)));
      default -> {}
    }
    return event.build();
  }

  /** An id that every locale can hand over to a command. */
  private static String asked(int number) {
    return MARKER + "-" + number;
  }

  private static byte[] bytes(ChatSystem chat, int number, ChatMessageEvent event) {
    byte[] bytes = chat.encode(event);
    return switch (number % KINDS) {
      case 12 -> HARD.getBytes(UTF_8);
      // A schema that the registry does not know.
      case 13 -> ("\0\0\u000fB" + (char) ('0' + number % 5) + HARD).getBytes(UTF_8);
      case 0 -> number % 3 == 0 ? Arrays.copyOf(bytes, bytes.length - 7) : bytes;
      default -> bytes;
    };
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, int number, byte[] value) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, (HARD + number % 50).getBytes(UTF_8), value);
    record.headers().add(HARD, HARD.getBytes(UTF_8));
    record.headers().add(DeadLetterHeaders.REASON, HARD.getBytes(UTF_8));
    record.headers().add(DeadLetterHeaders.DETAIL, HARD.getBytes(UTF_8));
    return record;
  }

  /** Writes to topics that only chatpush should write to. */
  private static void publishRecords(KafkaProducer<byte[], byte[]> producer) throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (String topic :
        List.of(
            Topics.DEVICE_TOKEN_EVENTS,
            Topics.USER_DEVICES,
            Topics.PUSH_COMMANDS,
            Topics.PUSH_REQUESTS)) {
      for (int i = 0; i < RECORDS; i++) {
        sent.add(producer.send(record(topic, i, HARD.getBytes(UTF_8))));
      }
    }
    for (Future<RecordMetadata> each : sent) {
      var _ = each.get();
    }
  }

  private void sendRequests() throws Exception {
    TokenSigner tokens = StackKeys.signer(stack.directory(), Clock.systemUTC());
    JsonMapper json = JsonMapper.shared();
    String devices = stack.tokenServiceUrl() + "/v1/apps/" + LocalApp.ID + "/devices/";
    String letters = stack.dispatchServiceUrl() + "/v1/dead-letters";
    for (int i = 0; i < REQUESTS; i++) {
      String user = tokens.issue(LocalApp.ID, i % 10 == 0 ? MARKER : SOFT + i % 20);
      Map<String, Object> body =
          new HashMap<>(
              Map.of(
                  "address",
                  Map.of("type", "TOKEN", "value", "ok-" + MARKER + i),
                  "platform",
                  "ANDROID"));
      switch (i % 10) {
        case 0 -> put(devices + encoded(SOFT + i), user, json.writeValueAsString(body));
        case 1 -> put(devices + encoded(HARD), user, json.writeValueAsString(body));
        case 2 -> put(devices + "d", user, "{\"" + HARD);
        case 3 -> {
          body.put("locale", HARD);
          body.put("time_zone", HARD);
          body.put("app_version", HARD);
          body.put(HARD, HARD);
          put(devices + "d", user, json.writeValueAsString(body));
        }
        case 4 ->
            put(devices + "d", tokens.issue(LocalApp.ID, HARD), json.writeValueAsString(body));
        case 5 -> put(devices + "d", MARKER + "." + MARKER + "." + MARKER, "{}");
        case 6 -> {
          broken(stack.tokenServiceUrl());
          broken(stack.dispatchServiceUrl());
        }
        case 7 -> get(letters + "?user=" + encoded(HARD), operator(tokens));
        case 8 -> get(letters + "?" + encoded(HARD) + "=" + encoded(HARD), operator(tokens));
        default ->
            send(
                request(letters + "/redrive", operator(tokens))
                    .header("Content-Type", "application/json")
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            json.writeValueAsString(Map.of("user", HARD, HARD, HARD)))));
      }
    }
  }

  private static String operator(TokenSigner tokens) {
    return tokens.issue(
        LocalApp.ID, "operator", OperatorScopes.READ + " " + OperatorScopes.REDRIVE);
  }

  private static void put(String url, String token, String body) throws Exception {
    send(
        request(url, token)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> get(String url, String token) throws Exception {
    return send(request(url, token).GET());
  }

  private static HttpRequest.Builder request(String url, String token) {
    return HttpRequest.newBuilder(URI.create(url))
        .timeout(Duration.ofMinutes(1))
        .header("Authorization", "Bearer " + token);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response =
        HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isLessThan(500);
    assertThat(response.body().replace("\n", "").codePoints()).noneMatch(VisibleText::isHidden);
    return response;
  }

  /** Sends what is no HTTP, from a client that nobody knows. */
  private static void broken(String service) throws IOException {
    URI uri = URI.create(service);
    for (String line :
        List.of(
            "PUT /\u001b" + HARD + " HTTP/1.1", "GET / HTTP/1.1\r\n" + HARD + ": " + HARD, HARD)) {
      try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write((line + "\r\n\r\n").getBytes(UTF_8));
        socket.shutdownOutput();
        socket.getInputStream().readAllBytes();
      }
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private static void removeAnswered(
      Map<Place, String> unanswered,
      List<ConsumerRecord<String, byte[]>> letters,
      List<ConsumerRecord<String, PushOutcome>> outcomes) {
    for (ConsumerRecord<String, byte[]> letter : letters) {
      unanswered.remove(
          new Place(
              Integer.parseInt(header(letter, DeadLetterHeaders.SOURCE_PARTITION)),
              Long.parseLong(header(letter, DeadLetterHeaders.SOURCE_OFFSET))));
    }
    Set<String> ended = new HashSet<>();
    outcomes.forEach(outcome -> ended.add(outcome.value().getMessage().getMessageId()));
    unanswered.values().removeIf(ended::contains);
  }

  private static String header(ConsumerRecord<String, byte[]> letter, String name) {
    var header = letter.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), UTF_8);
  }

  private void checkWhatOperatorsSee(ChatSystem chat) throws Exception {
    int accepted = 16; // divisible by KINDS and not by 3: to the phone that works
    String seen = seen(stack.chatpush("why", asked(accepted)));
    assertThat(seen).contains("1 accepted", "\\u202e");
    assertThat(seen(stack.chatpush("why", "--json", asked(accepted)))).contains("ACCEPTED");
    String id = MARKER + "\n\u001b]0;title\u0007refused";
    var _ =
        chat.publish(ChatMessageEvent.newBuilder(chat.aMessageTo("u")).setMessageId(id).build());
    Awaitility.await("why an event with a line feed in its id was refused")
        .pollInSameThread()
        .atMost(LIMIT)
        .untilAsserted(() ->
            assertThat(seen(stack.chatpush("why", id)))
                .contains("\\n\\u001b]0;title\\u0007refused", "ID_MALFORMED"));
    seen(stack.chatpush("dead-letters list", "--of", "events", "--limit", "200"));
    seen(stack.chatpush("dead-letters list", "--code", "INVALID_ARGUMENT"));
    seen(stack.chatpush("dead-letters list", "--group", "reason,app", "--of", "events"));
    assertThat(seen(stack.chatpush("devices list", MARKER))).contains("\\u202e");
  }

  private static String seen(Program program) throws InterruptedException {
    try (program) {
      Program.Ended ended = program.await(LIMIT);
      String seen = ended.output() + ended.errors();
      assertThat(seen.replace("\n", "").codePoints()).as(seen).noneMatch(VisibleText::isHidden);
      assertThat(seen.lines()).noneMatch(line -> line.startsWith("2026-01-01"));
      return seen;
    }
  }

  private void checkLogs(Map<Path, Long> ends) throws IOException {
    long bytes = 0;
    for (Path log : stack.logs()) {
      byte[] all = Files.readAllBytes(log);
      int from = Math.toIntExact(ends.getOrDefault(log, 0L));
      bytes += all.length - from;
      String text = new String(all, from, all.length - from, UTF_8);
      assertThat(text.lines())
          .as("lines of %s with text of events and requests", log)
          .filteredOn(line -> line.contains(MARKER) || line.contains("forged"))
          .isEmpty();
      List<String> lines = List.of(text.split("\n"));
      assertThat(lines)
          .as("lines of %s", log)
          // The frames of stacks begin with a tab.
          .allMatch(line -> line.replace("\t", "").codePoints().noneMatch(VisibleText::isHidden))
          .allMatch(line -> line.length() <= LONGEST_LINE);
    }
    assertThat(bytes).as("bytes in all logs").isLessThan(MOST_BYTES);
  }
}
