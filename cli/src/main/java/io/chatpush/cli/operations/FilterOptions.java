package io.chatpush.cli.operations;

import io.chatpush.cli.terminal.CommandException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters a command is about. */
final class FilterOptions {

  @Option(
      names = "--of",
      paramLabel = "KIND",
      description =
          "pushes that could not be delivered, or chat events that were refused (default: pushes).")
  private @Nullable String of;

  @Option(names = "--app", paramLabel = "APP", description = "Of that app.")
  private @Nullable String app;

  @Option(
      names = "--code",
      paramLabel = "CODE",
      description = "FCM's last error code, e.g. UNAVAILABLE.")
  private @Nullable String code;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = "Why it is there, e.g. RETRIES_EXHAUSTED or INVALID_ARGUMENT.")
  private @Nullable String reason;

  @Option(names = "--user", paramLabel = "USER", description = "For that recipient.")
  private @Nullable String user;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Given up then or later: 2h, 30m, 3d ago, or 2026-01-02T03:04:05Z.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Given up before.")
  private @Nullable String until;

  /** Whether anything is left out by them. */
  boolean isAny() {
    return app != null
        || code != null
        || reason != null
        || user != null
        || since != null
        || until != null;
  }

  /** As the service's parameters. */
  Map<String, String> parameters(Clock clock) {
    Map<String, String> parameters = new LinkedHashMap<>();
    put(parameters, "of", of);
    put(parameters, "app", app);
    put(parameters, "code", code);
    put(parameters, "reason", reason);
    put(parameters, "user", user);
    put(parameters, "since", since == null ? null : time("--since", since, clock));
    put(parameters, "until", until == null ? null : time("--until", until, clock));
    return parameters;
  }

  /** A moment, or how long ago it was. */
  static String time(String option, String given, Clock clock) {
    try {
      return Instant.parse(given).toString();
    } catch (DateTimeException e) {
      // Not a moment, perhaps an age.
    }
    String age = given.toUpperCase(Locale.ROOT);
    try {
      Duration ago = Duration.parse(age.endsWith("D") ? "P" + age : "PT" + age);
      return clock.instant().minus(ago).toString();
    } catch (DateTimeException e) {
      throw new CommandException(
          option + " " + given + " is no time: write 90s, 30m, 2h, 3d or 2026-01-02T03:04:05Z.");
    }
  }

  private static void put(Map<String, String> parameters, String name, @Nullable String value) {
    if (value != null) {
      parameters.put(name, value);
    }
  }
}
