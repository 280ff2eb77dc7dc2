package io.chatpush.stack.broker;

import io.chatpush.fcm.simulator.FcmSimulator;
import io.chatpush.fcm.simulator.SimulatorOptions;
import io.chatpush.fcm.simulator.behaviour.AnswerTime;
import io.chatpush.fcm.simulator.http.SecretFile;
import io.chatpush.fcm.simulator.ledger.LedgerSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The process {@code broker}: a broker and an FCM simulator until it is told to stop. Once the
 * broker listens, the simulator does too and has written the files by which clients trust it and
 * are trusted.
 */
@Command(name = "broker")
public final class BrokerMain implements Runnable {

  /** Duplicates are found among four million pushes for certain: half of the tags kept. */
  private static final LedgerSize LEDGER = new LedgerSize(20_000, 1_000, 200_000, 8_000_000);

  @Option(names = "--kafka-directory", required = true)
  private Path kafkaDirectory = Path.of("");

  @Option(names = "--kafka-port", required = true)
  private int kafkaPort;

  @Option(names = "--simulator-directory", required = true)
  private Path simulatorDirectory = Path.of("");

  @Option(names = "--simulator-http-port", required = true)
  private int simulatorHttpPort;

  @Option(names = "--simulator-port", required = true)
  private int simulatorPort;

  @Option(names = "--project", required = true)
  private String project = "";

  @Option(names = "--certificate", required = true)
  private Path certificate = Path.of("");

  @Option(names = "--service-account", required = true)
  private Path serviceAccount = Path.of("");

  private BrokerMain() {}

  public static void main(String[] arguments) {
    int status = new CommandLine(new BrokerMain()).execute(arguments);
    if (status != 0) {
      System.exit(status);
    }
  }

  @Override
  public void run() {
    try {
      FcmSimulator simulator =
          FcmSimulator.start(
              SimulatorOptions.defaults()
                  .withPorts(simulatorHttpPort, simulatorPort)
                  .withDirectory(simulatorDirectory)
                  .withAnswerTime(AnswerTime.parse("50ms..150ms"))
                  .withLedgerSize(LEDGER));
      Files.writeString(certificate, simulator.certificatePem());
      SecretFile.write(serviceAccount, simulator.serviceAccountJson(project));
      EmbeddedBroker broker = EmbeddedBroker.start(kafkaDirectory, kafkaPort);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    broker.close();
                    simulator.close();
                  },
                  "stop-broker"));
      broker.awaitShutdown();
    } catch (IOException e) {
      throw new IllegalStateException("The broker cannot use its directories", e);
    }
  }
}
