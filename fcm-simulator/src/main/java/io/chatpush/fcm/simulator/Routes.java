package io.chatpush.fcm.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.chatpush.fcm.simulator.admin.AdminApi;
import io.chatpush.fcm.simulator.admin.AllowedCallers;
import io.chatpush.fcm.simulator.fcm.SendEndpoint;
import io.chatpush.fcm.simulator.http.Answer;
import io.chatpush.fcm.simulator.http.Exchange;
import io.chatpush.fcm.simulator.http.Reply;
import io.chatpush.fcm.simulator.http.RequestHandler;
import io.chatpush.fcm.simulator.oauth.TokenEndpoint;
import io.netty.buffer.ByteBuf;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who answers which URL. What is not Google's, the simulator's own API and page, is answered in
 * clear only, and not to pages of other sites. FCM's routes take any caller that has an access
 * token, and the token endpoint any that signs with the service account's key.
 */
final class Routes implements RequestHandler {

  private static final Pattern SEND =
      Pattern.compile("/v1/projects/([a-zA-Z0-9.:_-]{1,100})/messages:send(\\?.*)?");

  /** There are a few projects, and a request for each push. */
  private static final int MAX_CACHED = 1000;

  private final Map<String, String> projects = new ConcurrentHashMap<>();
  private final SendEndpoint send;
  private final TokenEndpoint token;
  private final AdminApi admin;
  private final AllowedCallers callers;

  Routes(SendEndpoint send, TokenEndpoint token, AdminApi admin, AllowedCallers callers) {
    this.send = send;
    this.token = token;
    this.admin = admin;
    this.callers = callers;
  }

  @Override
  public void handle(Exchange exchange, ByteBuf body) {
    String path = exchange.path().toString();
    boolean post = "POST".contentEquals(exchange.method());
    String project = post ? project(path) : null;
    if (project != null) {
      send.handle(project, exchange, body);
    } else if (post && TokenEndpoint.PATHS.contains(path)) {
      exchange.answer(new Answer.Whole(token.exchange(body.toString(UTF_8))), 0);
    } else if (exchange.inClear() && AdminApi.serves(path)) {
      String refusal = callers.refusal(exchange);
      Reply reply =
          refusal == null
              ? admin.answer(exchange.method().toString(), path, body.toString(UTF_8))
              : Reply.text(403, refusal);
      exchange.answer(new Answer.Whole(reply), 0);
    } else {
      Reply noSuchPage = SendEndpoint.noSuchPage();
      exchange.answer(new Answer.Whole(noSuchPage), 0);
    }
  }

  private @Nullable String project(String path) {
    String known = projects.get(path);
    if (known != null) {
      return known;
    }
    Matcher matcher = SEND.matcher(path);
    if (!matcher.matches()) {
      return null;
    }
    String project = matcher.group(1);
    if (projects.size() < MAX_CACHED) {
      projects.put(path, project);
    }
    return project;
  }
}
