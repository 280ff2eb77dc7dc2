package io.chatpush.system;

import io.chatpush.events.UserDevice;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import io.chatpush.stack.launch.AccessTokens;
import io.chatpush.stack.launch.LocalApp;
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

  private final RunningStack stack;
  private final AccessTokens tokens;

  Apps(RunningStack stack) {
    this.stack = stack;
    this.tokens = AccessTokens.open(stack.directory(), Clock.systemUTC());
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

  private void put(Phone phone) throws IOException, InterruptedException {
    String token = Secrets.secret(tokens.issue(LocalApp.ID, phone.user()));
    HttpResponse<String> response =
        HTTP.send(
            HttpRequest.newBuilder(
                    URI.create(
                        "%s/v1/apps/%s/devices/%s"
                            .formatted(
                                stack.tokenServiceUrl(),
                                LocalApp.ID,
                                RecordKeys.encode(phone.id()))))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
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
                                "en"))))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    Assertions.assertThat(response.statusCode())
        .as("status of the registration, %s", response.body())
        .isEqualTo(202);
  }
}
