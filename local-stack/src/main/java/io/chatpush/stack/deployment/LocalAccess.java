package io.chatpush.stack.deployment;

import io.chatpush.cli.deployment.ServiceAccess;
import io.chatpush.cli.service.OperatorClient;
import io.chatpush.cli.service.Service;
import io.chatpush.cli.service.TokenSigner;
import io.chatpush.cli.terminal.CommandException;
import io.chatpush.cli.terminal.Terminal;
import io.chatpush.stack.launch.LocalStack;
import io.chatpush.stack.launch.Ports;
import io.chatpush.stack.launch.StackKeys;
import io.chatpush.stack.launch.StackOptions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The address is that of the local stack and the access token is new, unless either was given. */
final class LocalAccess implements ServiceAccess {

  private static final String IF_SILENT = "./chatpush status tells of a local one";

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

  LocalAccess(Service service) {
    this.service = service;
  }

  @Override
  public OperatorClient operator(List<String> scopes) {
    return client(TokenSigner.ALL_APPS, "operator", String.join(" ", scopes));
  }

  @Override
  public OperatorClient operator(
      Service other, @Nullable String address, String option, List<String> scopes) {
    Optional<String> elsewhere = other.url(address);
    if (elsewhere.isPresent()) {
      return OperatorClient.of(other, elsewhere.get(), token, IF_SILENT);
    }
    if (service.url(url).isPresent()) {
      throw new CommandException(
          "The address of %s is needed, because that of %s was given: %s or %s."
              .formatted(other, service, option, other.urlVariable()));
    }
    String scope = String.join(" ", scopes);
    return OperatorClient.of(
        other, localUrl(other), bearer(TokenSigner.ALL_APPS, "operator", scope), IF_SILENT);
  }

  @Override
  public OperatorClient user(String app, String user) {
    return client(app, user, "");
  }

  private OperatorClient client(String app, String user, String scope) {
    Optional<String> elsewhere = service.url(url);
    if (elsewhere.isPresent()) {
      // A token of the local stack is not sent elsewhere.
      return OperatorClient.of(service, elsewhere.get(), token, IF_SILENT);
    }
    return OperatorClient.of(service, localUrl(service), bearer(app, user, scope), IF_SILENT);
  }

  private String localUrl(Service wanted) {
    Ports ports =
        new LocalStack(stack.directory(), Terminal.system(), Clock.systemUTC())
            .ports()
            .orElseThrow(() ->
                new CommandException(
                    "No local stack was ever started here: ./chatpush up, or --url names a "
                        + wanted
                        + "."));
    int port =
        switch (wanted) {
          case DISPATCH -> ports.dispatchService();
          case TOKEN -> ports.tokenService();
        };
    return "http://127.0.0.1:" + port;
  }

  private String bearer(String app, String user, String scope) {
    return token == null || token.isEmpty()
        ? StackKeys.signer(stack.directory(), Clock.systemUTC()).issue(app, user, scope)
        : token;
  }
}
