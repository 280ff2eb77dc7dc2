package io.chatpush.cli.deployment;

import io.chatpush.cli.service.OperatorClient;
import io.chatpush.cli.service.Service;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that asks a service. */
public final class ServiceOptions {

  @Mixin private ServiceAccess access;

  @Option(names = "--json", description = "Print what the service answers.")
  private boolean json;

  public ServiceOptions(Deployment deployment, Service service) {
    this.access = deployment.access(service);
  }

  /** Returns whether to print the answer as JSON. */
  public boolean json() {
    return json;
  }

  /**
   * Returns a client of the service for an operator.
   *
   * @param scopes as for {@link ServiceAccess#operator}
   */
  public OperatorClient client(List<String> scopes) {
    return access.operator(scopes);
  }

  /** Returns a client of another service, as {@link ServiceAccess#operator} says. */
  public OperatorClient client(
      Service other, @Nullable String url, String option, List<String> scopes) {
    return access.operator(other, url, option, scopes);
  }

  /** Returns a client of the service for a user, as {@link ServiceAccess#user} says. */
  public OperatorClient client(String app, String user) {
    return access.user(app, user);
  }
}
