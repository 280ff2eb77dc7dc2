package io.chatpush.cli.operations;

import io.chatpush.cli.deployment.Deployment;
import io.chatpush.cli.deployment.ServiceOptions;
import io.chatpush.cli.service.OperatorScopes;
import io.chatpush.cli.service.Service;
import io.chatpush.schemas.text.VisibleText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chatpush dead-letters export}. */
@Command(
    name = "export",
    description = {
      "Writes dead letters to standard output, one JSON object a line, however many there are.",
      "",
      "${ROOT-COMMAND-NAME} dead-letters export --since 1d > letters.jsonl",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:all of them", "1:the service did not answer to the end", "2:wrong options"})
final class ExportDeadLettersCommand implements Callable<Integer> {

  @Mixin private ServiceOptions service;
  @Mixin private FilterOptions filter = new FilterOptions();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "open, redriven, discarded or all (default: open).")
  private @Nullable String state;

  @Option(
      names = "--content",
      description = "With what they say: the text of people's messages. Mind where it goes.")
  private boolean content;

  ExportDeadLettersCommand(Deployment deployment) {
    this.service = new ServiceOptions(deployment, Service.DISPATCH);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Map<String, String> parameters = filter.parameters(Clock.systemUTC());
    if (state != null) {
      parameters.put("state", state);
    }
    if (content) {
      parameters.put("content", "true");
    }
    try (InputStream body =
            service.client(List.of(content ? OperatorScopes.CONTENT : OperatorScopes.READ)).stream(
                "/v1/dead-letters/export", parameters);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      String line;
      while ((line = lines.readLine()) != null) {
        // Standard output may be a terminal. In JSON the escapes mean the same characters.
        System.out.write((VisibleText.of(line) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    System.out.flush();
    return System.out.checkError() ? 1 : 0;
  }
}
