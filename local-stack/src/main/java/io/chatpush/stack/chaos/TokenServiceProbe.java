package io.chatpush.stack.chaos;

import io.chatpush.cli.service.TokenSigner;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.stack.launch.LocalApp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether token-service answers users of every partition. Used by one thread. */
final class TokenServiceProbe {

  /** Of 8 partitions, each has one of these users with a chance of 1 - 8 * (7/8)^40, 96 %. */
  private static final int USERS = 40;

  /** Less than a token is valid for. */
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  private final String url;
  private final TokenSigner tokens;
  private final HttpClient http;
  private final List<String> users;
  private final Map<String, String> issued = new HashMap<>();
  private long issuedAt;

  TokenServiceProbe(String url, TokenSigner tokens, HttpClient http, List<String> users) {
    this.url = url;
    this.tokens = tokens;
    this.http = http;
    this.users = users.subList(0, Math.min(USERS, users.size()));
  }

  /** Whether each of some users is told their devices. */
  boolean works() throws InterruptedException {
    renewTokens();
    for (String user : users) {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create(url + "/v1/apps/" + RecordKeys.encode(LocalApp.ID) + "/devices"))
              .timeout(ANSWER_LIMIT)
              .header("Authorization", "Bearer " + issued.get(user))
              .build();
      try {
        if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() != 200) {
          return false;
        }
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }

  /** To sign takes longer than to ask. */
  private void renewTokens() {
    if (issued.isEmpty() || System.nanoTime() - issuedAt > TOKEN_LIFE.toNanos()) {
      issuedAt = System.nanoTime();
      users.forEach(user -> issued.put(user, tokens.issue(LocalApp.ID, user)));
    }
  }
}
