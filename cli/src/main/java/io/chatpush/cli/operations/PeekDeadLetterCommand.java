package io.chatpush.cli.operations;

import com.fasterxml.jackson.databind.JsonNode;
import io.chatpush.cli.deployment.Deployment;
import io.chatpush.cli.deployment.ServiceOptions;
import io.chatpush.cli.service.Answer;
import io.chatpush.cli.service.OperatorScopes;
import io.chatpush.cli.service.Service;
import io.chatpush.cli.terminal.Table;
import io.chatpush.cli.terminal.Terminal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chatpush dead-letters peek}. */
@Command(
    name = "peek",
    description = {"Shows one dead letter with its headers, but not what it says.", ""},
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:it is there",
      "1:the service did not answer",
      "2:wrong options",
      "4:there is no such letter"
    })
final class PeekDeadLetterCommand implements Callable<Integer> {

  @Mixin private ServiceOptions service;

  @Option(names = "--of", paramLabel = "KIND", description = "pushes or events (default: pushes).")
  private @Nullable String of;

  @Option(
      names = "--content",
      description = "With all headers: those that the chat system wrote may have text of messages.")
  private boolean content;

  @Parameters(
      paramLabel = "PARTITION/OFFSET",
      description = "As list shows it.",
      converter = DeadLetterName.Converter.class)
  private DeadLetterName letter = new DeadLetterName(0, 0);

  PeekDeadLetterCommand(Deployment deployment) {
    this.service = new ServiceOptions(deployment, Service.DISPATCH);
  }

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.system();
    Map<String, String> parameters = new HashMap<>();
    if (of != null) {
      parameters.put("of", of);
    }
    if (content) {
      parameters.put("content", "true");
    }
    Optional<Answer> found =
        service
            .client(List.of(content ? OperatorScopes.CONTENT : OperatorScopes.READ))
            .find("/v1/dead-letters/" + letter.partition() + "/" + letter.offset(), parameters);
    if (found.isEmpty()) {
      terminal.line("There is no such letter: " + letter.partition() + "/" + letter.offset() + ".");
      return 4;
    }
    if (service.json()) {
      terminal.line(found.get().json());
    } else {
      print(terminal, found.get().shown());
    }
    return 0;
  }

  static void print(Terminal terminal, JsonNode details) {
    Table table = new Table();
    details
        .path("letter")
        .properties()
        .forEach(field -> {
          if (!field.getKey().equals("partition") && !field.getKey().equals("offset")) {
            table.row(field.getKey().replace('_', ' '), field.getValue().asText());
          }
        });
    table.row("topic", details.path("topic").asText());
    table.row("key", Words.or(details.path("key"), "-"));
    table.row("caused by", Words.or(details.path("source"), "-"));
    table.row("contents", details.path("contents").asText());
    table.lines("").forEach(terminal::line);
    Table headers = new Table();
    details
        .path("headers")
        .properties()
        .forEach(header -> headers.row(header.getKey(), header.getValue().asText()));
    terminal.line();
    headers.lines("  ").forEach(line -> terminal.line(terminal.dim(line)));
  }
}
