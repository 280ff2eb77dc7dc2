package io.chatpush.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.chatpush.cli.terminal.Terminal;
import io.chatpush.stack.launch.Addresses;
import io.chatpush.stack.launch.KafkaLogins;
import io.chatpush.stack.launch.LeastRightsOption;
import io.chatpush.stack.launch.LocalApp;
import io.chatpush.stack.launch.LocalStack;
import io.chatpush.stack.launch.PortOptions;
import io.chatpush.stack.launch.Ports;
import io.chatpush.stack.launch.StackKeys;
import io.chatpush.stack.launch.StackOptions;
import io.chatpush.stack.launch.StackShape;
import io.chatpush.stack.launch.UpCommand;
import io.chatpush.stack.replay.Device;
import io.chatpush.stack.replay.Pace;
import io.chatpush.stack.replay.Replay;
import io.chatpush.stack.replay.ReplayCommand;
import io.chatpush.stack.replay.ReplayReport;
import io.chatpush.stack.replay.SimulatorClient;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./chatpush demo}. */
@Command(
    name = "demo",
    description = {
      "Starts the stack, sends a small sample chat through it and shows what arrives.",
      "",
      "Among the devices are one that FCM no longer knows, two that it fails once (a retry comes"
          + " after ten seconds) and one that is slow. Stays up until Ctrl-C, which stops everything.",
      ""
    },
    exitCodeListHeading = "%nExit status with --exit:%n",
    exitCodeList = {
      "0:unaccounted=0",
      "1:it could not be done; the message says why",
      "5:some pushes have no outcome"
    })
public final class DemoCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pace PACE = new Pace.Rate(6);
  private static final int SHOWN = 6;

  /** More than the pushes of the sample chat. */
  private static final int READ = 1_000;

  @Mixin private StackOptions stack = new StackOptions();
  @Mixin private PortOptions ports = new PortOptions();
  @Mixin private LeastRightsOption rights = new LeastRightsOption();

  @Option(
      names = "--exit",
      description = "Stop when it is over, with status 0 only if unaccounted=0.")
  private boolean exit;

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = Terminal.system();
    Clock clock = Clock.systemUTC();
    LocalStack local = new LocalStack(stack.directory(), terminal, clock);
    Ports chosen = ports.choose(local.ports());
    boolean ours = !local.isAnyRunning();
    if (ours) {
      UpCommand.stopAtExit(local);
    }
    local.up(chosen, new StackShape(rights.isChosen(), false));
    ReplayReport report = play(terminal, clock, chosen);
    if (!exit) {
      terminal.line();
      Addresses.print(terminal, stack.directory(), chosen);
    }
    if (!ours) {
      terminal.line("The stack ran before, and stays.");
    } else if (!exit) {
      terminal.line("Ctrl-C stops everything.");
      new CountDownLatch(1).await();
    }
    return report.isComplete() ? 0 : ReplayCommand.UNACCOUNTED;
  }

  private ReplayReport play(Terminal terminal, Clock clock, Ports chosen)
      throws InterruptedException {
    SampleChat sample = SampleChat.load();
    String runId = "demo-" + clock.millis();
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      ReplayReport report =
          new Replay(
                  chosen,
                  KafkaLogins.of(stack.directory(), chosen),
                  StackKeys.signer(stack.directory(), clock),
                  http,
                  terminal,
                  clock)
              .run(sample.log(), sample.devices(), PACE, runId, PATIENCE);
      terminal.line();
      show(
          terminal,
          new SimulatorClient("http://127.0.0.1:" + chosen.simulatorHttp(), http),
          sample.devices(),
          runId);
      tellTypesOff(terminal, report);
      terminal.line();
      report.print(terminal);
      return report;
    }
  }

  private static void show(
      Terminal terminal, SimulatorClient simulator, List<Device> devices, String runId)
      throws InterruptedException {
    Map<String, Device> byAddress =
        devices.stream().collect(Collectors.toMap(Device::address, device -> device));
    List<Notification> all = new ArrayList<>();
    for (JsonNode push : simulator.latestPushes(READ)) {
      Notification notification = Notification.read(push, byAddress);
      if (notification.messageId().startsWith(runId)) {
        all.add(notification);
      }
    }
    Selection.of(all, SHOWN).forEach(notification -> notification.print(terminal));
  }

  private void tellTypesOff(Terminal terminal, ReplayReport report) {
    report
        .eventsOfTypesOff()
        .forEach((type, events) ->
            terminal.line(
                "  %s is off in %s: %s"
                    .formatted(
                        type,
                        LocalApp.file(stack.directory()).getFileName(),
                        events == 1
                            ? "1 event led to no pushes."
                            : events + " events led to no pushes.")));
  }
}
