package io.chatpush.cli.operations;

import com.fasterxml.jackson.databind.JsonNode;
import io.chatpush.cli.deployment.Deployment;
import io.chatpush.cli.deployment.ServiceOptions;
import io.chatpush.cli.service.Answer;
import io.chatpush.cli.service.OperatorClient;
import io.chatpush.cli.service.OperatorScopes;
import io.chatpush.cli.service.Service;
import io.chatpush.cli.terminal.Table;
import io.chatpush.cli.terminal.Terminal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chatpush dead-letters jobs}. */
@Command(
    name = "jobs",
    description = {
      "Shows the redrives and discards of this instance, the newest first, or follows or stops"
          + " one.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:shown; with --follow: it did all it was asked to",
      "1:the service did not answer or knows no such job",
      "2:wrong options",
      "3:with --follow: it ended before"
    })
final class DeadLetterJobsCommand implements Callable<Integer> {

  @Mixin private ServiceOptions service;

  @Option(names = "--follow", paramLabel = "ID", description = "Watch a job to its end.")
  private @Nullable String follow;

  @Option(names = "--stop", paramLabel = "ID", description = "End a job; the same again goes on.")
  private @Nullable String stop;

  DeadLetterJobsCommand(Deployment deployment) {
    this.service = new ServiceOptions(deployment, Service.DISPATCH);
  }

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.system();
    OperatorClient client = service.client(List.of(OperatorScopes.REDRIVE));
    if (stop != null) {
      return new JobWatch(client, terminal, service.json())
                  .follow(client.delete("/v1/dead-letters/jobs/" + OperatorClient.encode(stop)))
              >= 0
          ? 0
          : 1;
    }
    if (follow != null) {
      return new JobWatch(client, terminal, service.json())
          .follow(client.get("/v1/dead-letters/jobs/" + OperatorClient.encode(follow), Map.of()));
    }
    Answer answer = client.get("/v1/dead-letters/jobs", Map.of());
    JsonNode jobs = answer.shown();
    if (service.json()) {
      terminal.line(answer.json());
    } else if (jobs.isEmpty()) {
      terminal.line("None since the service was started.");
    } else {
      Table table = new Table().row("JOB", "ACTION", "STARTED", "STATE", "SELECTED", "DONE");
      for (JsonNode job : jobs) {
        table.row(
            job.path("id").asText(),
            Words.spoken(job.path("action").asText())
                + (job.path("dry_run").asBoolean() ? ", dry" : ""),
            Words.time(job.path("started_at")),
            Words.spoken(job.path("state").asText()),
            job.path("selected").asText(),
            job.path("done").asText());
      }
      table.lines("").forEach(terminal::line);
    }
    return 0;
  }
}
