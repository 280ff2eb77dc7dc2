package io.chatpush.stack.operations;

import io.chatpush.stack.launch.AccessTokens;
import io.chatpush.stack.launch.LocalApp;
import io.chatpush.stack.launch.LocalStack;
import io.chatpush.stack.launch.Ports;
import io.chatpush.stack.launch.StackException;
import io.chatpush.stack.launch.StackOptions;
import io.chatpush.stack.terminal.Terminal;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which dispatch-service a command asks, and who asks. */
final class ServiceOptions {

  @Mixin private StackOptions stack = new StackOptions();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Of dispatch-service (default: that of the local stack).",
      defaultValue = "${env:CHATPUSH_URL}")
  private @Nullable String url;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description =
          "An access token with the scope admin; better in the environment as CHATPUSH_TOKEN, where"
              + " nobody else sees it (default: one of the local stack).",
      defaultValue = "${env:CHATPUSH_TOKEN}")
  private @Nullable String token;

  @Option(names = "--json", description = "Print what the service answers.")
  private boolean json;

  boolean json() {
    return json;
  }

  /** A client of that service. */
  OperatorClient client() {
    String given = url;
    boolean local = given == null || given.isEmpty();
    return new OperatorClient(local ? localUrl() : String.valueOf(given), bearer(local));
  }

  private String localUrl() {
    Ports ports =
        new LocalStack(stack.directory(), Terminal.system(), Clock.systemUTC())
            .ports()
            .orElseThrow(() ->
                new StackException(
                    "No local stack was ever started here: ./chatpush up, or --url names a"
                        + " dispatch-service."));
    return "http://127.0.0.1:" + ports.dispatchService();
  }

  private String bearer(boolean local) {
    String given = token;
    if (given != null && !given.isEmpty()) {
      return given;
    }
    if (!local) {
      // A token of the local stack is nobody's business elsewhere.
      throw new StackException("With --url, a token is needed: --token or CHATPUSH_TOKEN.");
    }
    return AccessTokens.open(stack.directory(), Clock.systemUTC())
        .issue(LocalApp.ID, "operator", "admin");
  }
}
