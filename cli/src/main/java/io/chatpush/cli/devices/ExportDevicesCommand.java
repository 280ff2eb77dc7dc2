package io.chatpush.cli.devices;

import io.chatpush.cli.deployment.AppOption;
import io.chatpush.cli.deployment.Deployment;
import io.chatpush.cli.deployment.ServiceOptions;
import io.chatpush.cli.service.OperatorClient;
import io.chatpush.cli.service.OperatorScopes;
import io.chatpush.cli.service.Service;
import io.chatpush.cli.terminal.CommandException;
import io.chatpush.cli.terminal.Terminal;
import io.chatpush.schemas.text.VisibleText;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chatpush devices export}. */
@Command(
    name = "export",
    description = {
      "Writes all devices of an app as JSON lines, with their addresses: mind where it goes. Goes"
          + " on by itself where the service restarts or a connection breaks.",
      "",
      "A file is called FILE.part until all is in it. What changes meanwhile may be in it or not.",
      "",
      "${ROOT-COMMAND-NAME} devices export devices.jsonl",
      "${ROOT-COMMAND-NAME} devices export - | gzip > devices.jsonl.gz",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:all of them",
      "1:the service refused, or nothing can be written",
      "2:wrong options",
      "3:it did not end; the message says how to go on"
    })
final class ExportDevicesCommand implements Callable<Integer> {

  private static final String STANDARD_OUTPUT = "-";
  private static final int NOT_ENDED = 3;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ServiceOptions service;
  @Mixin private AppOption app;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      defaultValue = STANDARD_OUTPUT,
      description = "Where to; - is standard output (default: -).")
  private String file = STANDARD_OUTPUT;

  @Option(
      names = "--cursor",
      paramLabel = "CURSOR",
      description = "Go on where an export ended, as it told, and behind what is in FILE.part.")
  private @Nullable String cursor;

  ExportDevicesCommand(Deployment deployment) {
    this.service = new ServiceOptions(deployment, Service.TOKEN);
    this.app = deployment.app();
  }

  @Override
  public Integer call() throws InterruptedException {
    OperatorClient client = service.client(List.of(OperatorScopes.CONTENT));
    if (file.equals(STANDARD_OUTPUT)) {
      return said(run(client, ExportDevicesCommand::print));
    }
    try (ExportFile target = new ExportFile(Path.of(file), cursor)) {
      DeviceExport.Ended ended = run(client, target);
      if (ended.reason() == null) {
        target.complete();
      }
      return said(ended);
    }
  }

  private DeviceExport.Ended run(OperatorClient client, DeviceExport.Sink sink)
      throws InterruptedException {
    Terminal terminal = Terminal.errors();
    Speed speed = new Speed(System::nanoTime);
    return new DeviceExport(
            after ->
                client.tryStream(
                    app.path("/devices:export"),
                    after == null ? Map.of() : Map.of("cursor", after)),
            sink,
            new Patience(Thread::sleep),
            devices -> terminal.progress("  %,d devices, %s".formatted(devices, speed.of(devices))))
        .run(cursor);
  }

  private int said(DeviceExport.Ended ended) {
    Terminal terminal = Terminal.errors();
    String written = "%,d devices written".formatted(ended.devices());
    if (ended.reason() == null) {
      terminal.line(written + ".");
      return 0;
    }
    terminal.line(ended.reason());
    String after = ended.cursor();
    terminal.line(
        after == null
            ? "Nothing was written."
            : written
                + "; this goes on: "
                + spec.root().name()
                + " devices export "
                + file
                + " --cursor "
                + after);
    return NOT_ENDED;
  }

  private static void print(byte[] lines) {
    PrintStream out = System.out;
    // A terminal obeys some characters. In JSON the escapes mean the same characters.
    out.writeBytes(
        VisibleText.lines(new String(lines, StandardCharsets.UTF_8))
            .getBytes(StandardCharsets.UTF_8));
    out.flush();
    if (out.checkError()) {
      throw new CommandException("Standard output takes no more.");
    }
  }
}
