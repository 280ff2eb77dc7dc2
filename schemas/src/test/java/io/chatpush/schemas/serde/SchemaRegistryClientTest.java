package io.chatpush.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.schemas.Topics;
import io.chatpush.schemas.serde.SchemaRegistryClient.Compatibility;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRegistryClientTest {

  private static final Schema SCHEMA =
      SchemaBuilder.record("some.Record").fields().requiredString("field").endRecord();

  private final FakeRegistry registry = new FakeRegistry();
  private final FakeRegistry second = new FakeRegistry();
  private final CountDownLatch over = new CountDownLatch(1);

  @AfterEach
  void close() {
    over.countDown();
    registry.close();
    second.close();
  }

  private static SchemaRegistryClient client(String urls, String... more) {
    Map<String, String> properties = new HashMap<>();
    properties.put("schema.registry.url", urls);
    properties.put("retries.wait.ms", "1");
    for (int i = 0; i < more.length; i += 2) {
      properties.put(more[i], more[i + 1]);
    }
    return SchemaRegistryClient.of(properties);
  }

  @Test
  void registersFindsAndReads() {
    try (SchemaRegistryClient client = client(registry.url() + "/")) {
      assertThat(client.find("a-value", SCHEMA)).isEmpty();
      int id = client.register("a-value", SCHEMA);
      assertThat(client.register("a-value", SCHEMA)).isEqualTo(id);
      assertThat(client.find("a-value", SCHEMA)).contains(id);
      assertThat(client.schema(id)).contains(SCHEMA);
      assertThat(client.schema(id + 1)).isEmpty();
    }
  }

  @Test
  void subjectsArePercentEncoded() {
    try (SchemaRegistryClient client = client(registry.url())) {
      client.register("a/b c?d-value", SCHEMA);
      client.setCompatibility("a/b-value", Compatibility.FULL_TRANSITIVE);
      client.setCompatibility(Compatibility.FULL);
    }
    assertThat(registry.asked)
        .extracting(FakeRegistry.Asked::path)
        .containsExactly(
            "/subjects/a%2Fb%20c%3Fd-value/versions", "/config/a%2Fb-value", "/config");
  }

  @Test
  void registersTheWholeContractUnderItsRule() {
    try (SchemaRegistryClient client = client(registry.url())) {
      client.registerContract();
    }
    assertThat(registry.asked)
        .extracting(a -> a.method() + " " + a.path())
        .contains("PUT /config/chat.messages-value", "POST /subjects/chat.messages-value/versions")
        .hasSize(2 * (int) Topics.ALL.stream().filter(topic -> topic.value() != null).count());
  }

  @Test
  void refusedSchemaIsAViolationInTheRegistrysWords() {
    registry.answer(409, "{\"error_code\":409,\"message\":\"a at /fields/0\"}");
    try (SchemaRegistryClient client = client(registry.url())) {
      assertThatThrownBy(() -> client.register("a-value", SCHEMA))
          .isInstanceOf(ContractViolationException.class)
          .hasMessage(
              "subject a-value, registry %s: the registry refused the schema of some.Record:"
                  + " a at /fields/0",
              registry.url());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax\"}",
        "{\"schema\":\"{}\"}",
        "{\"schema\":\"not json\"}",
        "{\"schema\":\"\\\"Elsewhere\\\"\"}",
        "{\"schema\":\"\\\"Elsewhere\\\"\",\"references\":[{\"name\":\"Elsewhere\",\"subject\":\"e\",\"version\":1}]}",
        "{\"schemaType\":\"JSON\",\"schema\":\"{}\"}"
      })
  void whatIsNotAnAvroSchemaIsAViolation(String answer) {
    registry.answer(200, answer);
    try (SchemaRegistryClient client = client(registry.url())) {
      assertThatThrownBy(() -> client.schema(7))
          .isInstanceOf(ContractViolationException.class)
          .hasMessageContaining("schema id 7, registry " + registry.url());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "200;<html>hello</html>",
        "200;''",
        "200;null",
        "200;17",
        "200;{}",
        "200;{\"schema\":3}",
        "200;{\"schema\"",
        "404;<html>not here</html>",
        "404;{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}",
        "404;{\"status\":404}",
        "400;{\"error_code\":400}",
        "401;{\"error_code\":401,\"message\":\"Unauthorized\"}",
        "403;{\"error_code\":40301}",
        "409;conflict",
        "429;{}",
        "500;{\"error_code\":50001,\"message\":\"store\"}",
        "503;''"
      })
  void whatIsNotARegistrysAnswerIsUnavailability(int status, String body) {
    registry.answer(status, body);
    try (SchemaRegistryClient client = client(registry.url())) {
      assertThatThrownBy(() -> client.schema(1))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining(registry.url());
      assertThatThrownBy(() -> client.register("a-value", SCHEMA))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining(registry.url());
    }
  }

  @Test
  void schemaByWhichFewBytesCostMuchIsAViolation() {
    String list =
        "{'type':'record','name':'L','fields':[{'name':'n','type':['null','L'],'default':null}]}";
    String nulls = "{'type':'array','items':'null'}";
    String empties =
        "{'type':'array','items':{'type':'record','name':'E','fields':[{'name':'n','type':'null'}]}}";
    String deep = "{'type':'array','items':".repeat(100) + "'int'" + "}".repeat(100);
    String veryDeep = "{'type':'array','items':".repeat(100_000) + "'int'" + "}".repeat(100_000);
    String wide =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "{'name':'f" + i + "','type':'int'}")
            .collect(Collectors.joining(",", "{'type':'record','name':'W','fields':[", "]}"));
    Map<String, String> faults =
        Map.of(
            list, "it contains itself",
            nulls, "items may take no bytes",
            empties, "items may take no bytes",
            deep, "nested more than 64 levels",
            veryDeep, "not an Avro schema that stands alone",
            wide, "more than 5000 parts");
    faults.forEach((schema, fault) -> {
      int id = registry.put("a-value", schema.replace('\'', '"'));
      try (SchemaRegistryClient client = client(registry.url())) {
        assertThatThrownBy(() -> client.schema(id))
            .isInstanceOf(ContractViolationException.class)
            .hasMessageContaining(fault);
      }
    });
  }

  @Test
  void textOfARegistryIsPrintableAndShortInAMessage() {
    registry.answer(
        200, "{\"schemaType\":\"\\n\\u001b[31m" + "x".repeat(10_000) + "\",\"schema\":\"\"}");
    try (SchemaRegistryClient client = client(registry.url())) {
      assertThatThrownBy(() -> client.schema(1))
          .isInstanceOf(ContractViolationException.class)
          .hasMessageContaining("of type ??[31mxxx")
          .hasMessageNotContaining("\n")
          .extracting(e -> String.valueOf(e.getMessage()).length())
          .satisfies(length -> assertThat(length).isLessThan(700));
    }
  }

  @Test
  void otherNodesAreAskedBeforeAnUnknownIsBelieved() {
    int id = second.put("a-value", SCHEMA.toString());
    try (SchemaRegistryClient client = client(registry.url() + "," + second.url())) {
      assertThat(client.schema(id)).contains(SCHEMA);
      assertThat(client.find("a-value", SCHEMA)).contains(id);
      assertThat(client.schema(id + 1)).isEmpty();
    }
  }

  @Test
  void answerOfAbsurdLengthIsUnavailability() {
    registry.answer(200, "{\"schema\":\"" + "x".repeat(5 << 20) + "\"}");
    try (SchemaRegistryClient client = client(registry.url(), "max.retries", "0")) {
      assertThatThrownBy(() -> client.schema(1)).isInstanceOf(RegistryUnavailableException.class);
    }
  }

  @Test
  void redirectsAreNotFollowed() {
    registry.behave(exchange -> {
      exchange.getResponseHeaders().add("Location", second.url() + "/schemas/ids/1");
      FakeRegistry.reply(exchange, 302, "");
    });
    try (SchemaRegistryClient client = client(registry.url())) {
      assertThatThrownBy(() -> client.schema(1))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining("answered 302");
    }
    assertThat(second.asked).isEmpty();
  }

  @Test
  void failureIsTriedAgainAndRefusalOfCredentialsIsNot() {
    registry.answer(503, "");
    second.answer(401, "{\"error_code\":401}");
    try (SchemaRegistryClient failing = client(registry.url(), "max.retries", "3");
        SchemaRegistryClient refusing = client(second.url(), "max.retries", "3")) {
      assertThatThrownBy(() -> failing.schema(1)).isInstanceOf(RegistryUnavailableException.class);
      assertThatThrownBy(() -> refusing.schema(1)).isInstanceOf(RegistryUnavailableException.class);
    }
    assertThat(registry.asked).hasSize(4);
    assertThat(second.asked).hasSize(1);
  }

  @Test
  void failsOverToTheNextNodeAndStaysThere() throws IOException {
    second.put("a-value", SCHEMA.toString());
    registry.answer(500, "");
    String urls = "http://127.0.0.1:" + closedPort() + "," + registry.url() + "," + second.url();
    try (SchemaRegistryClient client = client(urls)) {
      assertThat(client.schema(1)).contains(SCHEMA);
      assertThat(client.schema(1)).contains(SCHEMA);
      assertThat(registry.asked).hasSize(1);
      assertThat(second.asked).hasSize(2);

      second.answer(500, "");
      registry.behaveWell();
      registry.put("a-value", SCHEMA.toString());
      assertThat(client.schema(1)).contains(SCHEMA);
    }
  }

  @Test
  void namesEveryNodeAndWhatItDidWithoutCredentials() throws IOException {
    int closed = closedPort();
    second.answer(503, "");
    String urls = "http://name:secret@127.0.0.1:" + closed + "," + second.url();
    try (SchemaRegistryClient client = client(urls)) {
      assertThatThrownBy(() -> client.schema(1))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining("http://127.0.0.1:" + closed + " failed with ConnectException")
          .hasMessageContaining(second.url() + " answered 503")
          .hasMessageNotContaining("secret");
      assertThat(client.urls()).doesNotContain("secret");
    }
  }

  @Test
  void nodeThatStartsAnAnswerAndStopsIsGivenUp() {
    registry.behave(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write('{');
      exchange.getResponseBody().flush();
      await(over);
    });
    assertGivenUp();
  }

  @Test
  void nodeThatSaysNothingIsGivenUp() {
    registry.behave(exchange -> await(over));
    assertGivenUp();
  }

  private void assertGivenUp() {
    long begun = System.nanoTime();
    try (SchemaRegistryClient client =
        client(registry.url(), "http.read.timeout.ms", "200", "max.retries", "1")) {
      assertThatThrownBy(() -> client.schema(1))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining("gave no answer in 200 ms");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void interruptedThreadStaysInterrupted() {
    registry.behave(exchange -> await(over));
    try (SchemaRegistryClient client = client(registry.url())) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> client.schema(1)).isInstanceOf(RegistryUnavailableException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void reachableMeansThatARegistryAnswers() throws IOException {
    try (SchemaRegistryClient there = client(registry.url());
        SchemaRegistryClient gone = client("http://127.0.0.1:" + closedPort());
        SchemaRegistryClient oneOfTwo =
            client("http://127.0.0.1:" + closedPort() + "," + registry.url())) {
      assertThat(there.reachable()).isTrue();
      assertThat(oneOfTwo.reachable()).isTrue();
      assertThat(gone.reachable()).isFalse();
      registry.answer(503, "");
      assertThat(there.reachable()).isFalse();
    }
  }

  @Test
  void credentialsComeFromWhereTheirSourceSays() {
    String withUser = registry.url().replace("//", "//na%40me:secret@");
    for (SchemaRegistryClient client :
        List.of(
            client(registry.url()),
            client(withUser),
            client(
                registry.url(),
                "basic.auth.credentials.source",
                "USER_INFO",
                "basic.auth.user.info",
                "other:secret"),
            client(
                registry.url(),
                "bearer.auth.credentials.source",
                "STATIC_TOKEN",
                "bearer.auth.token",
                "opaque"))) {
      client.reachable();
      client.close();
    }
    assertThat(registry.asked)
        .extracting(a -> Optional.ofNullable(a.authorization()))
        .containsExactly(
            Optional.empty(),
            Optional.of("Basic bmFAbWU6c2VjcmV0"),
            Optional.of("Basic b3RoZXI6c2VjcmV0"),
            Optional.of("Bearer opaque"));
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
