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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chatpush dead-letters discard}. */
@Command(
    name = "discard",
    description = {
      "Puts dead letters aside: they stay readable for two weeks, and no redrive takes them.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:everything that was there is dealt with",
      "1:the service did not answer or another job runs",
      "2:wrong options",
      "3:it ended before: Kafka failed, or somebody stopped it"
    })
final class DiscardCommand implements Callable<Integer> {

  @Mixin private ServiceOptions service;
  @Mixin private FilterOptions filter = new FilterOptions();

  @Option(names = "--all", description = "Everything open: needed where no filter is given.")
  private boolean all;

  @Option(names = "--dry-run", description = "Count only.")
  private boolean dryRun;

  DiscardCommand(Deployment deployment) {
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
    if (dryRun) {
      body.put("dry_run", true);
    }
    OperatorClient client = service.client(List.of(OperatorScopes.REDRIVE));
    return new JobWatch(client, Terminal.system(), service.json())
        .follow(client.post("/v1/dead-letters/discard", body));
  }
}
