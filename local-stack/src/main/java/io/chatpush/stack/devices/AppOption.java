package io.chatpush.stack.devices;

import io.chatpush.stack.launch.LocalApp;
import io.chatpush.stack.operations.OperatorClient;
import picocli.CommandLine.Option;

/** Which app's devices a command is about. */
final class AppOption {

  @Option(
      names = "--app",
      paramLabel = "APP",
      description = "The app (default: " + LocalApp.ID + ").",
      defaultValue = LocalApp.ID)
  private String app = LocalApp.ID;

  String id() {
    return app;
  }

  /** Where token-service has something of the app. */
  String path(String rest) {
    return "/v1/apps/" + OperatorClient.encode(app) + rest;
  }

  /** Where it has something of one of its users. */
  String userPath(String user, String rest) {
    return path("/users/" + OperatorClient.encode(user) + rest);
  }
}
