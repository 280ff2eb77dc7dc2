package io.chatpush.cli.operations;

import io.chatpush.cli.deployment.Deployment;
import io.chatpush.cli.deployment.ServiceOptions;
import io.chatpush.cli.service.OperatorClient;
import io.chatpush.cli.service.OperatorScopes;
import io.chatpush.cli.service.Service;
import io.chatpush.cli.terminal.CommandException;
import io.chatpush.cli.terminal.Terminal;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chatpush dead-letters redrive}. */
@Command(
    name = "redrive",
    description = {
      "Puts dead letters back on their way: pushes to where fan-out puts them, so that the device's"
          + " present address is used; events to where they were read.",
      "",
      "The first --canary pushes go ahead. Their outcomes are waited for, two minutes at most, and"
          + " the rest goes only if 95 %% of those that still have a device were accepted. What"
          + " comes to the dead letters meanwhile is left to the next time. Ctrl-C leaves the job"
          + " running: jobs shows it, jobs --stop ends it.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:everything that was there is dealt with",
      "1:the service did not answer or another job runs",
      "2:wrong options",
      "3:it ended before: the canary failed, or Kafka, or somebody stopped it"
    })
final class RedriveCommand implements Callable<Integer> {

  @Mixin private ServiceOptions service;
  @Mixin private FilterOptions filter = new FilterOptions();

  @Option(names = "--all", description = "Everything open: needed where no filter is given.")
  private boolean all;

  @Option(names = "--dry-run", description = "Count only.")
  private boolean dryRun;

  @Option(names = "--rate", paramLabel = "N", description = "Letters a second (default: 200).")
  private @Nullable Integer rate;

  @Option(
      names = "--canary",
      paramLabel = "N",
      description = "Pushes that go ahead; 0 for none (default: 100).")
  private @Nullable Integer canary;

  @Option(
      names = "--force",
      description = "Expired pushes too; they are given another hour, or --expires-at.")
  private boolean force;

  @Option(
      names = "--expires-at",
      paramLabel = "TIME",
      description = "With --force: until when expired pushes are worth sending.")
  private @Nullable String expiresAt;

  @Option(
      names = "--max-redrives",
      paramLabel = "N",
      description = "Skip what has come back so often (default: 3).")
  private @Nullable Integer maxRedrives;

  RedriveCommand(Deployment deployment) {
    this.service = new ServiceOptions(deployment, Service.DISPATCH);
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!all && !dryRun && !filter.isAny()) {
      throw new CommandException(
          "Say which: --code, --reason, --app, --user, --since, --until, or --all. --dry-run shows"
              + " what that would be.");
    }
    Map<String, Object> body = new LinkedHashMap<>(filter.parameters(Clock.systemUTC()));
    put(body, "rate", rate);
    put(body, "canary", canary);
    put(body, "expires_at", expiresAt);
    put(body, "max_redrives", maxRedrives);
    put(body, "dry_run", dryRun ? true : null);
    put(body, "force", force ? true : null);
    OperatorClient client = service.client(List.of(OperatorScopes.REDRIVE));
    return new JobWatch(client, Terminal.system(), service.json())
        .follow(client.post("/v1/dead-letters/redrive", body));
  }

  private static void put(Map<String, Object> body, String name, @Nullable Object value) {
    if (value != null) {
      body.put(name, value);
    }
  }
}
