package io.chatpush.token.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.chatpush.token.device.DeviceChange.Registered;
import io.chatpush.token.device.DeviceChange.Removed;
import io.chatpush.token.device.InstanceAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorsHttpTest {

  private static HttpEdge edge;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    Path secret =
        Files.writeString(directory.resolve("secret"), "a secret that all of the instances share");
    edge = HttpEdge.start(directory, "--chatpush.instances.secret-location=" + secret);
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  @BeforeEach
  void forget() {
    edge.published().changes().clear();
  }

  @AfterEach
  void comeBack() {
    edge.directory().moveTo(null);
  }

  @Test
  void importsDevicesAndNamesWhatIsWrong() {
    HttpResponse<String> answer =
        post(
            """
            {"user_id":"u1","device_id":"d1","address":{"type":"TOKEN","value":"a1"},"platform":"IOS"}
            {"user_id":"u2","device_id":"d2","address":{"type":"FID","value":"a 2"},"platform":"TV"}

            nonsense
            {"progress":{"devices":1}}
            {"user_id":"u3","device_id":"d3","address":{"type":"TOKEN","value":"a3"},"platform":"WEB",\
            "registered_at":"2025-01-01T00:00:00Z","refreshed_at":"2025-02-01T00:00:00Z"}\
            """);

    assertThat(answer.statusCode()).isEqualTo(200);
    List<String> lines = answer.body().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0))
        .contains("\"line\":2", "address.value", "must be visible ASCII", "platform");
    assertThat(lines.get(1)).contains("\"line\":4", "malformed-json").doesNotContain("nonsense");
    assertThat(lines.get(2))
        .isEqualTo(
            "{\"progress\":{\"lines\":6,\"accepted\":2,\"refused\":2,\"noticed\":0,\"complete\":true}}");
    assertThat(edge.published().changes())
        .extracting(change -> change.user().value())
        .containsExactly("u1", "u3");
    Registered last = (Registered) edge.published().last();
    assertThat(last.registeredAt()).isEqualTo(Instant.parse("2025-01-01T00:00:00Z"));
    assertThat(last.occurredAt()).isEqualTo(Instant.parse("2025-02-01T00:00:00Z"));
  }

  @Test
  void importsDevicesOfWhichSomethingCannotBeStoredAndSaysSo() {
    HttpResponse<String> answer =
        post(
            """
            {"user_id":"u1","device_id":"d1","address":{"type":"TOKEN","value":"a1"},"platform":"ios","locale":"en_US"}
            {"user_id":"u2","device_id":"d2","address":{"type":"FID","value":"a2"},"platform":"WEB"}
            {"user_id":"u3","device_id":"d3","address":{"type":"TOKEN","value":"a3"},"platform":"WEB","time_zone":"CEST",\
            "binding":"apn"}
            {"user_id":"u4","device_id":"d4","address":{"type":"TOKEN","value":"a 4"},"platform":"WEB","locale":"C"}
            """);

    assertThat(answer.body().lines())
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .isEqualTo(
                        """
                        {"noticed":{"line":1,"notices":[\
                        {"field":"platform","notice":"normalised","value":"IOS"},\
                        {"field":"locale","notice":"normalised","value":"en-US"}]}}\
                        """),
            third ->
                assertThat(third)
                    .contains("\"line\":3", "time_zone", "dropped", "binding", "ignored"),
            fourth ->
                assertThat(fourth).contains("\"refused\":{\"line\":4").doesNotContain("locale"),
            last ->
                assertThat(last)
                    .isEqualTo(
                        "{\"progress\":{\"lines\":4,\"accepted\":3,\"refused\":1,\"noticed\":2,\"complete\":true}}"));
    assertThat(edge.published().changes())
        .extracting(change -> change.user().value())
        .containsExactly("u1", "u2", "u3");
  }

  @Test
  void showsOnlyTheFirstHundredLinesWithNotices() {
    HttpResponse<String> answer =
        post(devices(1_500).replace("\"platform\"", "\"locale\":\"de_CH\",\"platform\""));

    assertThat(answer.body().lines().filter(line -> line.contains("\"noticed\":{"))).hasSize(100);
    assertThat(answer.body().lines().toList().getLast()).contains("\"noticed\":1500");
  }

  @Test
  void refusesATimeOfTheFuture() {
    assertThat(
            post("""
            {"user_id":"u1","device_id":"d1","address":{"type":"TOKEN","value":"a1"},\
            "platform":"IOS","refreshed_at":"2030-01-01T00:00:00Z"}\
            """)
                .body())
        .contains("refreshed_at", "must be a time from 1970 to now");
  }

  @Test
  void saysAsItGoesHowFarAnImportIs() {
    HttpResponse<String> answer = post(devices(2_500));

    assertThat(answer.body().lines())
        .containsExactly(
            "{\"progress\":{\"lines\":1000,\"accepted\":1000,\"refused\":0,\"noticed\":0}}",
            "{\"progress\":{\"lines\":2000,\"accepted\":2000,\"refused\":0,\"noticed\":0}}",
            "{\"progress\":{\"lines\":2500,\"accepted\":2500,\"refused\":0,\"noticed\":0,\"complete\":true}}");
  }

  @Test
  void goesOnWithAnImportThatWasInterrupted() {
    String all = devices(1_200);
    HttpResponse<String> answer =
        edge.send(
            operator("/v1/apps/demo/devices:import?skip=1000")
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(all)));

    assertThat(answer.body().lines().toList().getLast()).contains("\"lines\":1200");
    assertThat(edge.published().changes()).hasSize(200);
  }

  @Test
  void stopsAnImportWhereKafkaDoesNotTakeADevice() {
    HttpResponse<String> answer =
        post(
            devices(10)
                + """
                {"user_id":"u","device_id":"unreachable","address":{"type":"TOKEN","value":"a"},\
                "platform":"IOS"}
                """);

    List<String> lines = answer.body().lines().toList();
    assertThat(lines.getFirst())
        .isEqualTo("{\"progress\":{\"lines\":10,\"accepted\":10,\"refused\":0,\"noticed\":0}}");
    assertThat(lines.getLast()).contains("problem:unavailable");
  }

  @Test
  void leavesOutALineLongerThanAnyRegistration() {
    HttpResponse<String> answer =
        post(devices(1) + "x".repeat(200_000) + "\n" + devices(1) + "y".repeat(20_000));

    assertThat(answer.body().lines())
        .satisfiesExactly(
            refusal -> assertThat(refusal).contains("\"line\":2", "body-too-large"),
            refusal -> assertThat(refusal).contains("\"line\":4", "body-too-large"),
            last ->
                assertThat(last)
                    .contains("\"accepted\":2,\"refused\":2,\"noticed\":0,\"complete\""));
  }

  @Test
  void takesLinesWhateverEndsThem() {
    assertThat(post(devices(2).replace("\n", "\r\n").stripTrailing()).body())
        .contains("\"lines\":2,\"accepted\":2");
    assertThat(post("").body()).contains("\"lines\":0,\"accepted\":0");
  }

  @Test
  void showsOnlyTheFirstThousandRefusals() {
    HttpResponse<String> answer = post("nonsense\n".repeat(1_500));

    assertThat(answer.body().lines().filter(line -> line.contains("\"refused\":{"))).hasSize(1_000);
    assertThat(answer.body().lines().toList().getLast()).contains("\"refused\":1500");
  }

  @Test
  void exportsWhatAnImportTakes() {
    var _ = post(devices(2_100));

    HttpResponse<String> answer = edge.send(operator("/v1/apps/demo/devices:export"));

    assertThat(answer.statusCode()).isEqualTo(200);
    List<String> lines = answer.body().lines().toList();
    assertThat(lines).hasSize(2_103);
    assertThat(lines.getFirst())
        .isEqualTo(
            """
            {"user_id":"user-0","device_id":"device-0000","address":{"type":"TOKEN",\
            "value":"address-0"},"platform":"ANDROID","registered_at":"2026-01-02T03:04:05.006Z",\
            "refreshed_at":"2026-01-02T03:04:05.006Z"}\
            """);
    assertThat(lines.get(1_000)).isEqualTo("{\"progress\":{\"devices\":1000,\"cursor\":\"1000\"}}");
    assertThat(lines.getLast()).isEqualTo("{\"progress\":{\"devices\":2100,\"complete\":true}}");

    edge.published().changes().clear();
    assertThat(post(answer.body()).body())
        .contains("\"accepted\":2100,\"refused\":0,\"noticed\":0,\"complete\"");
  }

  @Test
  void goesOnWithAnExportAfterItsCursor() {
    var _ = post(devices(2_100));

    assertThat(edge.send(operator("/v1/apps/demo/devices:export?cursor=2000")).body().lines())
        .hasSize(101);
    assertThat(edge.send(operator("/v1/apps/demo/devices:export?limit=5")).body().lines().toList())
        .hasSize(6)
        .last()
        .isEqualTo("{\"progress\":{\"devices\":5,\"cursor\":\"5\"}}");
  }

  @Test
  void seesAndEndsADeviceOfAUser() {
    var _ = post(devices(2));

    assertThat(edge.send(operator("/v1/apps/demo/users/user-1/devices")).body())
        .contains("device-0001")
        .doesNotContain("address-1");
    assertThat(
            edge.send(operator("/v1/apps/demo/users/user-1/devices/device-0001").DELETE())
                .statusCode())
        .isEqualTo(202);
    assertThat(((Removed) edge.published().last()).reason()).isEqualTo(Removed.Reason.ERASED);
    assertThat(edge.send(operator("/v1/apps/demo/users/user-1/devices")).body())
        .isEqualTo("{\"devices\":[]}");
  }

  @Test
  void erasesAllDevicesOfAUser() {
    var _ =
        post(
            """
            {"user_id":"gone","device_id":"d1","address":{"type":"TOKEN","value":"a1"},"platform":"IOS"}
            {"user_id":"gone","device_id":"d2","address":{"type":"TOKEN","value":"a2"},"platform":"IOS"}
            {"user_id":"stays","device_id":"d3","address":{"type":"TOKEN","value":"a3"},"platform":"IOS"}
            """);

    HttpResponse<String> answer = edge.send(operator("/v1/apps/demo/users/gone").DELETE());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"devices\":2}");
    assertThat(edge.send(operator("/v1/apps/demo/users/gone/devices")).body())
        .isEqualTo("{\"devices\":[]}");
    assertThat(edge.send(operator("/v1/apps/demo/users/stays/devices")).body()).contains("d3");
  }

  @Test
  void erasesNothingForSomebodyWhoTakesNoAnswerOfOurs() {
    var _ = post(devices(1));

    HttpResponse<String> answer =
        edge.send(operator("/v1/apps/demo/users/user-0").header("Accept", "image/png").DELETE());

    assertThat(answer.statusCode()).isEqualTo(406);
    assertThat(edge.published().last()).isInstanceOf(Registered.class);
  }

  @Test
  void passesARequestOnToTheInstanceThatCanAnswer() throws IOException {
    List<String> asked = new CopyOnWriteArrayList<>();
    List<String> credentials = new CopyOnWriteArrayList<>();
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          asked.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          credentials.add(exchange.getRequestHeaders().getFirst(OtherInstances.CREDENTIAL));
          byte[] body =
              (exchange.getRequestURI().getPath().contains("export")
                      ? "{\"device_id\":\"far\"}\n{\"progress\":{\"devices\":1,\"complete\":true}}\n"
                      : "{\"devices\":[]}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    other.start();
    try {
      edge.directory().moveTo(new InstanceAddress("127.0.0.1", other.getAddress().getPort()));

      assertThat(edge.send(operator("/v1/apps/demo/users/a%7Cb/devices")).body())
          .isEqualTo("{\"devices\":[]}");
      assertThat(edge.send(operator("/v1/apps/demo/devices:export")).body())
          .isEqualTo("{\"device_id\":\"far\"}\n{\"progress\":{\"devices\":1,\"complete\":true}}\n");
      assertThat(asked)
          .containsExactly(
              "GET /v1/apps/demo/users/a%7Cb/devices null",
              "GET /v1/apps/demo/devices:export?limit=1000 null");
      assertThat(
              edge.send(
                      edge.anonymous("/v1/apps/demo/users/a%7Cb/devices")
                          .header(OtherInstances.CREDENTIAL, credentials.getFirst()))
                  .statusCode())
          .as("what was passed on is not passed on again")
          .isEqualTo(503);
      assertThat(
              edge.send(
                      edge.anonymous("/v1/apps/demo/users/c/devices")
                          .header(OtherInstances.CREDENTIAL, credentials.getFirst()))
                  .statusCode())
          .as("a credential for another path")
          .isEqualTo(401);
      assertThat(
              edge.send(
                      edge.anonymous("/v1/apps/demo/users/a%7Cb/devices")
                          .header("Authorization", "Bearer " + credentials.getFirst()))
                  .statusCode())
          .as("a credential as an access token")
          .isEqualTo(401);
      assertThat(
              edge.send(
                      operator("/v1/apps/demo/users/a%7Cb/devices")
                          .header(OtherInstances.CREDENTIAL, "true"))
                  .statusCode())
          .as("an access token where a credential is needed")
          .isEqualTo(401);
    } finally {
      other.stop(0);
    }
    HttpResponse<String> nobody = edge.send(operator("/v1/apps/demo/users/maya/devices"));
    assertThat(nobody.statusCode()).isEqualTo(503);
    assertThat(nobody.headers().firstValue("retry-after")).isPresent();
  }

  private static String devices(int count) {
    StringBuilder lines = new StringBuilder();
    IntStream.range(0, count)
        .forEach(i ->
            lines.append(
                """
                {"user_id":"user-%d","device_id":"device-%04d","address":{"type":"TOKEN",\
                "value":"address-%d"},"platform":"ANDROID"}
                """
                    .formatted(i, i, i)));
    return lines.toString();
  }

  private static HttpResponse<String> post(String lines) {
    return edge.send(
        operator("/v1/apps/demo/devices:import")
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofString(lines)));
  }

  private static HttpRequest.Builder operator(String path) {
    return edge.anonymous(path)
        .header("Authorization", "Bearer " + edge.tokens().ofOperator("demo"));
  }
}
