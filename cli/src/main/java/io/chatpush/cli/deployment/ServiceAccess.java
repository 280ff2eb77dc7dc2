package io.chatpush.cli.deployment;

import io.chatpush.cli.service.OperatorClient;
import io.chatpush.cli.service.Service;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A mixin of picocli: the address of a service, and the access token with which to ask it. */
public interface ServiceAccess {

  /**
   * Returns a client with the access token that the operator gave, or with one for all apps.
   *
   * @param scopes of that token, as {@link io.chatpush.cli.service.OperatorScopes}
   * @throws io.chatpush.cli.terminal.CommandException if there is no address or no access token
   */
  OperatorClient operator(List<String> scopes);

  /**
   * Returns the same for another service of the same deployment, for a command that asks both.
   *
   * @param other the service
   * @param url its address, where the operator has given one
   * @param option the name of the option that gives the address
   */
  OperatorClient operator(Service other, @Nullable String url, String option, List<String> scopes);

  /**
   * Returns a client with the access token that the operator gave, which must be the user's own, or
   * with one of that user.
   *
   * @throws io.chatpush.cli.terminal.CommandException if there is no address or no access token
   */
  OperatorClient user(String app, String user);
}
