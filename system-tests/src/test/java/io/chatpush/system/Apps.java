package io.chatpush.system;

import io.chatpush.cli.service.OperatorScopes;
import io.chatpush.cli.service.TokenSigner;
import io.chatpush.events.UserDevice;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import io.chatpush.stack.launch.LocalApp;
import io.chatpush.stack.launch.StackKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import tools.jackson.databind.json.JsonMapper;

/**
 * The apps on people's phones: they register over HTTP, with the access token of who is signed in.
 */
final class Apps {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final SystemUnderTest stack;
  private final TokenSigner tokens;

  Apps(SystemUnderTest stack) {
    this.stack = stack;
    this.tokens = StackKeys.signer(stack.directory(), Clock.systemUTC());
  }

  /** Registers phones and returns when {@code push.user-devices} has them. */
  void register(Phone... phones) throws IOException, InterruptedException {
    try (TopicTail<UserDevice> devices =
        TopicTail.records(stack, Topics.USER_DEVICES, UserDevice.class)) {
      for (Phone phone : phones) {
        put(phone);
      }
      for (Phone phone : List.of(phones)) {
        devices.await(
            phone.id() + " in " + Topics.USER_DEVICES,
            entry -> entry.key().equals(phone.key()) && entry.value() != null);
      }
    }
  }

  /** The devices of the phone's user, as the user sees them. */
  String devicesOf(Phone phone) throws IOException, InterruptedException {
    HttpResponse<String> response =
        send(request(tokens.issue(LocalApp.ID, phone.user()), "/devices").GET());
    Assertions.assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  /** Asks for a test push to a phone. */
  HttpResponse<String> test(Phone phone) throws IOException, InterruptedException {
    return send(
        request(tokens.issue(LocalApp.ID, phone.user()), "/devices/" + phone.id() + ":test")
            .POST(HttpRequest.BodyPublishers.noBody()));
  }

  /** Erases a person, as an operator. */
  HttpResponse<String> erase(String user) throws IOException, InterruptedException {
    return send(
        request(
                tokens.issue(LocalApp.ID, "operator", OperatorScopes.ADMIN),
                "/users/" + RecordKeys.encode(user))
            .DELETE());
  }

  private HttpRequest.Builder request(String token, String path) {
    return HttpRequest.newBuilder(
            URI.create(stack.tokenServiceUrl() + "/v1/apps/" + LocalApp.ID + path))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + Secrets.secret(token));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Registers a phone once more, and returns the status of the answer. */
  int refresh(Phone phone) throws IOException, InterruptedException {
    return send(registration(phone)).statusCode();
  }

  private void put(Phone phone) throws IOException, InterruptedException {
    HttpResponse<String> response = send(registration(phone));
    Assertions.assertThat(response.statusCode())
        .as("status of the registration, %s", response.body())
        .isEqualTo(202);
  }

  private HttpRequest.Builder registration(Phone phone) {
    return request(
            tokens.issue(LocalApp.ID, phone.user()), "/devices/" + RecordKeys.encode(phone.id()))
        .header("Content-Type", "application/json")
        .PUT(
            HttpRequest.BodyPublishers.ofString(
                JSON.writeValueAsString(
                    Map.of(
                        "address",
                        Map.of("type", "TOKEN", "value", phone.address()),
                        "platform",
                        phone.platform().name(),
                        "locale",
                        "en"))));
  }
}
