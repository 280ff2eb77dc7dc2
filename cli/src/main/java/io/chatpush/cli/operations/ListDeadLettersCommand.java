package io.chatpush.cli.operations;

import com.fasterxml.jackson.databind.JsonNode;
import io.chatpush.cli.deployment.Deployment;
import io.chatpush.cli.deployment.ServiceOptions;
import io.chatpush.cli.service.Answer;
import io.chatpush.cli.service.OperatorScopes;
import io.chatpush.cli.service.Service;
import io.chatpush.cli.terminal.Table;
import io.chatpush.cli.terminal.Terminal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chatpush dead-letters list}. */
@Command(
    name = "list",
    description = {"Lists dead letters, the oldest first, or counts them.", ""},
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:listed, be it none", "1:the service did not answer", "2:wrong options"})
final class ListDeadLettersCommand implements Callable<Integer> {

  @Mixin private ServiceOptions service;
  @Mixin private FilterOptions filter = new FilterOptions();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "open, redriven, discarded or all (default: open).")
  private @Nullable String state;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many (default: 50).")
  private @Nullable Integer limit;

  @Option(
      names = "--cursor",
      paramLabel = "CURSOR",
      description = "Go on where a list ended, as it told.")
  private @Nullable String cursor;

  @Option(
      names = "--group",
      paramLabel = "BY",
      description = "Count by reason, code, app, or some of them: reason,code.")
  private @Nullable String group;

  ListDeadLettersCommand(Deployment deployment) {
    this.service = new ServiceOptions(deployment, Service.DISPATCH);
  }

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.system();
    Map<String, String> parameters = filter.parameters(Clock.systemUTC());
    put(parameters, "state", state);
    put(parameters, "limit", limit);
    put(parameters, "cursor", cursor);
    put(parameters, "group", group);
    Answer answer =
        service.client(List.of(OperatorScopes.READ)).get("/v1/dead-letters", parameters);
    if (service.json()) {
      terminal.line(answer.json());
    } else {
      print(terminal, answer.shown());
    }
    return 0;
  }

  /** Prints a page of letters, or groups of them. */
  static void print(Terminal terminal, JsonNode shown) {
    if (shown.has("groups")) {
      printGroups(terminal, shown);
    } else {
      printLetters(terminal, shown);
    }
  }

  private static void printLetters(Terminal terminal, JsonNode page) {
    printUnread(terminal, page);
    if (page.path("letters").isEmpty()) {
      terminal.line("None.");
      return;
    }
    Table table =
        new Table()
            .row(
                "LETTER",
                "FAILED AT",
                "REASON",
                "CODE",
                "TRIES",
                "APP",
                "USER",
                "MESSAGE",
                "STATE");
    for (JsonNode letter : page.path("letters")) {
      table.row(
          letter.path("letter").asText(),
          Words.time(letter.path("failed_at")),
          letter.path("reason").asText(),
          Words.or(letter.path("error_code"), "-"),
          Words.or(letter.path("attempts"), "-"),
          Words.or(letter.path("app"), "-"),
          Words.or(letter.path("user"), "-"),
          Words.or(letter.path("message"), "-"),
          Words.deadLetterState(letter));
    }
    table.lines("").forEach(terminal::line);
    if (page.has("cursor")) {
      terminal.line(terminal.dim("There are more: --cursor " + page.path("cursor").asText()));
    }
  }

  private static void printUnread(Terminal terminal, JsonNode answer) {
    long unread = answer.path("unread").asLong();
    if (unread > 0) {
      terminal.line(
          "%,d letters could not be read, because the schema registry does not answer for their schema."
              .formatted(unread));
    }
  }

  private static void printGroups(Terminal terminal, JsonNode groups) {
    printUnread(terminal, groups);
    Table table = new Table().row("COUNT", "REASON", "CODE", "APP", "OLDEST", "NEWEST");
    for (JsonNode each : groups.path("groups")) {
      table.row(
          each.path("count").asText(),
          Words.or(each.path("reason"), "-"),
          Words.or(each.path("code"), "-"),
          Words.or(each.path("app"), "-"),
          Words.time(each.path("oldest")),
          Words.time(each.path("newest")));
    }
    table.row(groups.path("total").asText(), "in all");
    table.lines("").forEach(terminal::line);
    if (!groups.path("complete").asBoolean()) {
      terminal.line("These are not all: the time for one question was up. --since shortens it.");
    }
  }

  private static void put(Map<String, String> parameters, String name, @Nullable Object value) {
    if (value != null) {
      parameters.put(name, value.toString());
    }
  }
}
