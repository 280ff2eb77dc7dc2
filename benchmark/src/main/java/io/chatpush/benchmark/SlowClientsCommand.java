package io.chatpush.benchmark;

import io.chatpush.benchmark.report.Machine;
import io.chatpush.benchmark.report.Tables;
import io.chatpush.benchmark.slow.SlowClients;
import io.chatpush.benchmark.slow.SlowTarget;
import io.chatpush.cli.service.OperatorScopes;
import io.chatpush.cli.service.TokenSigner;
import io.chatpush.cli.terminal.CommandException;
import io.chatpush.cli.terminal.Terminal;
import io.chatpush.stack.launch.LocalApp;
import io.chatpush.stack.launch.LocalStack;
import io.chatpush.stack.launch.Ports;
import io.chatpush.stack.launch.StackDirectory;
import io.chatpush.stack.launch.StackKeys;
import io.chatpush.stack.launch.StackOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./chatpush bench slow-clients}. */
@Command(
    name = "slow-clients",
    mixinStandardHelpOptions = true,
    description = {
      "Measures what clients that are slow take from the others: they send headers or a body a few"
          + " bytes a second, or hardly read the answer. They come within ten seconds, and a"
          + " connection that the service closes is opened again at once. So many clients that come"
          + " at the same moment would be a flood of connections, and not slow clients.",
      "",
      "Needs the local stack to run: ./chatpush up --optimize. Takes eight times the duration.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:everything was measured",
      "1:it could not be done; the message says why",
      "2:wrong options"
    })
final class SlowClientsCommand implements Callable<Integer> {

  @Mixin private StackOptions stack = new StackOptions();

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "500",
      description = "Slow clients, of each kind in turn (default: ${DEFAULT-VALUE}).")
  private int clients;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "How long each kind is there (default: ${DEFAULT-VALUE}).")
  private Duration duration = Duration.ZERO;

  @Option(names = "--markdown", description = "Print the table as Markdown.")
  private boolean markdown;

  @Override
  public Integer call() throws InterruptedException, IOException {
    Terminal terminal = Terminal.system();
    terminal.line(Machine.here().text());
    SlowClients slow = new SlowClients(clients, duration, terminal);
    List<List<String>> rows = new ArrayList<>();
    rows.add(SlowClients.head());
    for (SlowTarget target : targets()) {
      rows.addAll(slow.of(target));
    }
    Tables.print(List.of(rows), terminal, markdown);
    return 0;
  }

  private List<SlowTarget> targets() throws IOException {
    StackDirectory directory = stack.directory();
    Clock clock = Clock.systemUTC();
    Ports ports =
        new LocalStack(directory, Terminal.silent(), clock)
            .ports()
            .orElseThrow(
                () -> new CommandException("No local stack runs here: ./chatpush up --optimize."));
    TokenSigner tokens = StackKeys.signer(directory, clock);
    return List.of(
        new SlowTarget(
            "token-service",
            ports.tokenService(),
            pid(directory, "token-service"),
            "/v1/apps/" + LocalApp.ID + "/devices",
            "PUT /v1/apps/" + LocalApp.ID + "/devices/slow-phone",
            "Bearer " + tokens.issue(LocalApp.ID, "slow-clients-other")),
        new SlowTarget(
            "dispatch-service",
            ports.dispatchService(),
            pid(directory, "dispatch-service"),
            "/v1/dead-letters/jobs",
            "POST /v1/dead-letters/redrive",
            "Bearer " + tokens.issue(LocalApp.ID, "operator", OperatorScopes.REDRIVE)));
  }

  private static long pid(StackDirectory directory, String process) throws IOException {
    Path file = directory.run().resolve(process + ".pid");
    if (!Files.exists(file)) {
      throw new CommandException("No %s runs here: ./chatpush up.".formatted(process));
    }
    return Long.parseLong(Files.readString(file).strip());
  }
}
