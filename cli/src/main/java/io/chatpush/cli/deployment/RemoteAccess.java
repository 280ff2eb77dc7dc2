package io.chatpush.cli.deployment;

import io.chatpush.cli.service.OperatorClient;
import io.chatpush.cli.service.Service;
import io.chatpush.cli.terminal.CommandException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The address and the access token come from options or from the environment. */
final class RemoteAccess implements ServiceAccess {

  private final Service service;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "Of the service. In the environment: CHATPUSH_URL is that of dispatch-service,"
              + " CHATPUSH_TOKEN_SERVICE_URL that of token-service.")
  private @Nullable String url;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description =
          "An access token; better in the environment as CHATPUSH_TOKEN, where nobody else sees"
              + " it.",
      defaultValue = "${env:CHATPUSH_TOKEN}")
  private @Nullable String token;

  RemoteAccess(Service service) {
    this.service = service;
  }

  @Override
  public OperatorClient operator(List<String> scopes) {
    return client(service, url, "--url");
  }

  @Override
  public OperatorClient operator(
      Service other, @Nullable String address, String option, List<String> scopes) {
    return client(other, address, option);
  }

  @Override
  public OperatorClient user(String app, String user) {
    return client(service, url, "--url");
  }

  private OperatorClient client(Service asked, @Nullable String given, String option) {
    String address =
        asked
            .url(given)
            .orElseThrow(() ->
                new CommandException(
                    "The address of %s is needed: %s or %s."
                        .formatted(asked, option, asked.urlVariable())));
    return OperatorClient.of(asked, address, token, "check the address and the network");
  }
}
