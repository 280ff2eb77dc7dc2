package io.chatpush.cli.operations;

import com.fasterxml.jackson.databind.JsonNode;
import io.chatpush.cli.service.Answer;
import io.chatpush.cli.service.OperatorClient;
import io.chatpush.cli.terminal.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Follows a job to its end, and says how it went. */
final class JobWatch {

  private static final Duration LOOK = Duration.ofMillis(250);

  private final OperatorClient client;
  private final Terminal terminal;
  private final boolean json;

  JobWatch(OperatorClient client, Terminal terminal, boolean json) {
    this.client = client;
    this.terminal = terminal;
    this.json = json;
  }

  /**
   * Shows progress until the job has ended.
   *
   * @return exit status: 0 if it did all it was asked to, 3 if not
   */
  int follow(Answer started) throws InterruptedException {
    String path = "/v1/dead-letters/jobs/" + started.shown().path("id").asText();
    Answer answer = started;
    JsonNode job = answer.shown();
    while (!job.has("ended_at")) {
      if (!json) {
        terminal.progress(progress(job));
      }
      Thread.sleep(LOOK);
      answer = client.get(path, Map.of());
      job = answer.shown();
    }
    terminal.line(json ? answer.json() : summary(job));
    return job.path("state").asText().equals("DONE") ? 0 : 3;
  }

  private static String progress(JsonNode job) {
    long toScan = Math.max(1, job.path("to_scan").asLong());
    String read = "%d %% read".formatted(100 * job.path("scanned").asLong() / toScan);
    String text =
        "  %s · %,d %s"
            .formatted(read, job.path("done").asLong(), done(job.path("action").asText()));
    JsonNode canary = job.path("canary");
    return job.path("state").asText().equals("AWAITING_CANARY")
        ? text
            + " · waiting for the first %d: %d accepted, %d open"
                .formatted(
                    canary.path("sent").asInt(),
                    canary.path("accepted").asInt(),
                    canary.path("undecided").asInt())
        : text;
  }

  /** One paragraph about a job that has ended. */
  static String summary(JsonNode job) {
    StringBuilder text = new StringBuilder();
    String action = job.path("action").asText();
    if (job.path("dry_run").asBoolean()) {
      text.append("%,d letters would be %s".formatted(job.path("selected").asLong(), done(action)));
    } else {
      text.append("%,d letters %s".formatted(job.path("done").asLong(), done(action)));
    }
    Duration took =
        Duration.between(
            Instant.parse(job.path("started_at").asText()),
            Instant.parse(job.path("ended_at").asText()));
    text.append(" in ").append(Words.duration(took));
    job.path("skipped")
        .properties()
        .forEach(skipped ->
            text.append(
                "%n  %,d skipped: %s"
                    .formatted(skipped.getValue().asLong(), Words.spoken(skipped.getKey()))));
    switch (job.path("state").asText()) {
      case "DONE" -> {
        if (job.hasNonNull("message")) {
          text.append("%n".formatted()).append(job.path("message").asText());
        }
      }
      case "CANARY_FAILED" ->
          text.append("%nStopped after the first ones. ".formatted())
              .append(job.path("message").asText())
              .append(" The rest is untouched: look at these with peek or why.");
      case "STOPPED" -> text.append("%nStopped; the same again goes on from there.".formatted());
      default ->
          text.append("%nIt failed: ".formatted())
              .append(Words.or(job.path("message"), "the service's log says why."))
              .append(" The same again goes on from there.");
    }
    return text.toString();
  }

  private static String done(String action) {
    return action.equals("DISCARD") ? "discarded" : "redriven";
  }
}
