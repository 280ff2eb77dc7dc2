package io.chatpush.stack.replay;

import io.chatpush.cli.terminal.CommandException;
import io.chatpush.cli.terminal.Terminal;
import io.chatpush.stack.launch.KafkaLogins;
import io.chatpush.stack.launch.LocalStack;
import io.chatpush.stack.launch.Ports;
import io.chatpush.stack.launch.StackKeys;
import io.chatpush.stack.launch.StackOptions;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./chatpush replay}. */
@Command(
    name = "replay",
    description = {
      "Plays chat logs into the running stack, as a chat system would, and follows every push to"
          + " its end.",
      "",
      "Registers devices for everybody in the logs over HTTP, publishes every message as an event"
          + " to all members of its channel but the sender, and reads push.outcomes until every"
          + " (message, recipient, device) has its final outcome. Channels are replayed side by"
          + " side.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:unaccounted=0",
      "1:it could not be done; the message says why",
      "5:some pushes have no outcome"
    },
    footerHeading = "%nFormats:%n",
    footer = {
      "irc: [HH:MM] <nick> text, as IRC clients write it. A file is a channel, named as the file up"
          + " to its first dot. Members are all who speak or join (=== nick [host] has joined).",
      JsonLinesLog.DESCRIPTION
    })
public final class ReplayCommand implements Callable<Integer> {

  /** Some pushes have no outcome. */
  public static final int UNACCOUNTED = 5;

  @Mixin private StackOptions stack = new StackOptions();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Chat logs.")
  private List<Path> files = List.of();

  @Option(
      names = "--format",
      required = true,
      description = "How they are written: ${COMPLETION-CANDIDATES}.")
  private LogFormat format = LogFormat.jsonl;

  @ArgGroup private PaceOptions pace = new PaceOptions();

  static final class PaceOptions {

    @Option(
        names = "--rate",
        paramLabel = "N",
        description = "Events a second, whatever the times in the logs (default: 100).")
    private @Nullable Double rate;

    @Option(
        names = "--speed",
        paramLabel = "X",
        description = "By the times in the logs: 1 as it was, 60 a minute in a second.")
    private @Nullable Double speed;

    Pace pace() {
      if (speed != null) {
        return new Pace.Speed(positive("--speed", speed));
      }
      return new Pace.Rate(rate == null ? 100 : positive("--rate", rate));
    }

    private static double positive(String option, double value) {
      if (!(value > 0)) {
        throw new CommandException(option + " must be more than 0.");
      }
      return value;
    }
  }

  @Option(
      names = "--devices-per-user",
      paramLabel = "N",
      defaultValue = "1",
      description = "Devices to register for each user, 1 to 25 (default: ${DEFAULT-VALUE}).")
  private int devicesPerUser;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description =
          "Begins the message ids; a run with the id of an earlier one sends the same"
              + " messages again (default: the time).")
  private @Nullable String runId;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "How long nothing may move before it ends (default: ${DEFAULT-VALUE}).")
  private int patience;

  @Override
  public Integer call() throws InterruptedException {
    if (devicesPerUser < 1 || devicesPerUser > 25) {
      throw new CommandException("--devices-per-user must be 1 to 25.");
    }
    Terminal terminal = Terminal.system();
    Clock clock = Clock.systemUTC();
    LocalStack local = new LocalStack(stack.directory(), terminal, clock);
    Ports ports =
        local
            .ports()
            .filter(any -> local.isAnyRunning())
            .orElseThrow(() -> new CommandException("Nothing runs: start it with ./chatpush up."));
    ChatLog log = ChatLog.merge(files.stream().map(format::read).toList());
    List<String> users = log.users();
    terminal.line(
        String.format(
            "%,d messages in %,d channels by %,d users",
            log.messages().size(), log.channels().size(), users.size()));
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      ReplayReport report =
          new Replay(
                  ports,
                  KafkaLogins.of(stack.directory(), ports),
                  StackKeys.signer(stack.directory(), clock),
                  http,
                  terminal,
                  clock)
              .run(
                  log,
                  Device.forUsers(users, devicesPerUser),
                  pace.pace(),
                  runId == null ? "replay-" + clock.millis() : runId,
                  Duration.ofSeconds(patience));
      report.print(terminal);
      return report.isComplete() ? 0 : UNACCOUNTED;
    }
  }
}
