package io.chatpush.stack.deployment;

import io.chatpush.cli.deployment.AppOption;
import io.chatpush.stack.launch.LocalApp;
import picocli.CommandLine.Option;

/** The app of the local stack, unless another one is named. */
final class LocalAppOption implements AppOption {

  @Option(
      names = "--app",
      paramLabel = "APP",
      description = "The app (default: " + LocalApp.ID + ").",
      defaultValue = LocalApp.ID)
  private String app = LocalApp.ID;

  @Override
  public String id() {
    return app;
  }
}
