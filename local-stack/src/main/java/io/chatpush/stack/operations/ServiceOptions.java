package io.chatpush.stack.operations;

import io.chatpush.stack.launch.AccessTokens;
import io.chatpush.stack.launch.LocalStack;
import io.chatpush.stack.launch.Ports;
import io.chatpush.stack.launch.StackException;
import io.chatpush.stack.launch.StackOptions;
import io.chatpush.stack.terminal.Terminal;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** At which address a command asks a service, and who asks. */
public final class ServiceOptions {

  /** What can be asked. */
  public enum Service {
    DISPATCH("dispatch-service", "CHATPUSH_URL"),
    TOKEN("token-service", "CHATPUSH_TOKEN_SERVICE_URL");

    private final String module;
    private final String urlVariable;

    Service(String module, String urlVariable) {
      this.module = module;
      this.urlVariable = urlVariable;
    }

    /** As people know it. */
    @Override
    public String toString() {
      return module;
    }

    private int port(Ports ports) {
      return switch (this) {
        case DISPATCH -> ports.dispatchService();
        case TOKEN -> ports.tokenService();
      };
    }
  }

  private final Service service;

  @Mixin private StackOptions stack = new StackOptions();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Of the service (default: that of the local stack).")
  private @Nullable String url;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description =
          "An access token; better in the environment as CHATPUSH_TOKEN, where nobody else sees it"
              + " (default: one of the local stack).",
      defaultValue = "${env:CHATPUSH_TOKEN}")
  private @Nullable String token;

  @Option(names = "--json", description = "Print what the service answers.")
  private boolean json;

  public ServiceOptions(Service service) {
    this.service = service;
  }

  public boolean json() {
    return json;
  }

  /**
   * A client of that service with the token given, or one of an operator of all apps.
   *
   * @param scopes of that token, as {@link io.chatpush.stack.launch.OperatorScopes}
   */
  public OperatorClient client(List<String> scopes) {
    return client(AccessTokens.ALL_APPS, "operator", String.join(" ", scopes));
  }

  /** A client of that service with the token given, which is the user's, or one of that user. */
  public OperatorClient client(String app, String user) {
    return client(app, user, "");
  }

  private OperatorClient client(String app, String user, String scope) {
    String given = url != null ? url : System.getenv(service.urlVariable);
    boolean local = given == null || given.isEmpty();
    return new OperatorClient(service, local ? localUrl() : given, bearer(local, app, user, scope));
  }

  private String localUrl() {
    Ports ports =
        new LocalStack(stack.directory(), Terminal.system(), Clock.systemUTC())
            .ports()
            .orElseThrow(() ->
                new StackException(
                    "No local stack was ever started here: ./chatpush up, or --url names a "
                        + service
                        + "."));
    return "http://127.0.0.1:" + service.port(ports);
  }

  private String bearer(boolean local, String app, String user, String scope) {
    String given = token;
    if (given != null && !given.isEmpty()) {
      return given;
    }
    if (!local) {
      // A token of the local stack is nobody's business elsewhere.
      throw new StackException("With --url, a token is needed: --token or CHATPUSH_TOKEN.");
    }
    return AccessTokens.open(stack.directory(), Clock.systemUTC()).issue(app, user, scope);
  }
}
