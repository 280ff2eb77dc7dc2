package io.chatpush.token.web;

import io.chatpush.access.AccessTokenContract;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The odd tokens of both services, against token-service. */
class AccessTokensHttpTest extends AccessTokenContract {

  private @Nullable HttpEdge edge;

  @Override
  protected int start(List<String> settings) {
    HttpEdge started = HttpEdge.withSettings(settings.toArray(String[]::new));
    edge = started;
    return started.port();
  }

  @Override
  protected void stop() {
    if (edge != null) {
      edge.close();
    }
  }

  @Override
  protected String route() {
    return "/v1/apps/demo/users/somebody/devices";
  }

  @Override
  protected int allowed() {
    return 200;
  }
}
