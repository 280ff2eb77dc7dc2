package io.chatpush.cli.deployment;

import io.chatpush.cli.service.OperatorClient;

/** A mixin of picocli: the app that a command is about. */
public interface AppOption {

  /**
   * Returns the id of the app.
   *
   * @throws io.chatpush.cli.terminal.CommandException if no app was named and there is no default
   */
  String id();

  /** Returns the path of something that belongs to the app. */
  default String path(String rest) {
    return "/v1/apps/" + OperatorClient.encode(id()) + rest;
  }

  /** Returns the path of something that belongs to a user of the app. */
  default String userPath(String user, String rest) {
    return path("/users/" + OperatorClient.encode(user) + rest);
  }
}
