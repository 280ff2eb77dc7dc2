package io.chatpush.cli.deployment;

import io.chatpush.cli.terminal.CommandException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The app must be named. */
final class NamedApp implements AppOption {

  @Option(names = "--app", paramLabel = "APP", description = "The app; it must be named.")
  private @Nullable String app;

  @Override
  public String id() {
    if (app == null) {
      throw new CommandException("Name the app with --app.");
    }
    return app;
  }
}
