package io.chatpush.dispatch.fcm;

import io.chatpush.dispatch.fcm.http2.Http2Connections;
import io.chatpush.service.StartupStep;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has an access token of every project and a connection before the first push. Waits a moment for
 * them and goes on without: an FCM that is down pauses its pushes, not this service.
 */
final class FcmAhead implements StartupStep {

  private static final Logger log = LoggerFactory.getLogger(FcmAhead.class);
  private static final Duration MOMENT = Duration.ofSeconds(3);

  private final FirebaseProjects projects;
  private final Http2Connections connections;

  FcmAhead(FirebaseProjects projects, Http2Connections connections) {
    this.projects = projects;
    this.connections = connections;
  }

  @Override
  public String waitingFor() {
    return "access tokens and a connection to FCM";
  }

  @Override
  public void attempt() throws InterruptedException {
    connections.openAhead(1);
    CompletableFuture<?>[] tokens =
        projects.all().stream()
            .map(project -> project.accessTokens().next())
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(tokens).get(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      log.info("Going on without an access token: pushes wait for it");
    }
  }
}
