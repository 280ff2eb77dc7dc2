package io.chatpush.benchmark.simulator;

import io.chatpush.benchmark.process.Report;
import io.chatpush.fcm.simulator.FcmSimulator;
import io.chatpush.fcm.simulator.SimulatorOptions;
import io.chatpush.fcm.simulator.http.SecretFile;
import io.chatpush.fcm.simulator.ledger.LedgerSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The process {@code simulator}. */
final class SimulatorMain {

  /** Duplicates are found among the last million pushes, and little else is kept. */
  private static final LedgerSize LEDGER = new LedgerSize(1_000, 10, 120_000, 1_000_000);

  /** Where it listens. */
  record Listening(int httpPort, int httpsPort) {}

  private SimulatorMain() {}

  /**
   * Runs until it is told to stop.
   *
   * @param arguments a directory to write certificate and key to, and the Firebase project
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path directory = Path.of(arguments[0]);
    FcmSimulator simulator =
        FcmSimulator.start(
            SimulatorOptions.builder().directory(directory).ledgerSize(LEDGER).build());
    Files.writeString(directory.resolve(Simulator.CERTIFICATE), simulator.certificatePem());
    SecretFile.write(
        directory.resolve(Simulator.SERVICE_ACCOUNT), simulator.serviceAccountJson(arguments[1]));
    Report.event(Report.READY, new Listening(simulator.httpPort(), simulator.httpsPort()));
    new CountDownLatch(1).await();
  }
}
