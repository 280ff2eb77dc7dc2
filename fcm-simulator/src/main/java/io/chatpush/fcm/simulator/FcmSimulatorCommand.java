package io.chatpush.fcm.simulator;

import io.chatpush.fcm.simulator.behaviour.AnswerTime;
import io.chatpush.fcm.simulator.behaviour.Durations;
import io.chatpush.fcm.simulator.http.SecretFile;
import io.chatpush.fcm.simulator.ledger.LedgerSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line. Runs until it is interrupted. */
@Command(
    name = "fcm-simulator",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    description = "A stand-in for the FCM HTTP v1 API and its OAuth2 token endpoint.")
public final class FcmSimulatorCommand implements Callable<Integer> {

  @Option(names = "--host", description = "Address to listen on.")
  private String host = "127.0.0.1";

  @Option(names = "--http-port", description = "Port in clear: HTTP/1.1, HTTP/2, admin API, page.")
  private int httpPort = 8180;

  @Option(names = "--https-port", description = "Port with TLS: HTTP/2 and HTTP/1.1 by ALPN.")
  private int httpsPort = 8443;

  @Option(
      names = "--latency",
      description = "Time to an answer: 100ms, 50ms..150ms or p50=80ms,p99=400ms.")
  private AnswerTime latency = new AnswerTime.Fixed(Duration.ofMillis(100));

  @Option(
      names = "--directory",
      description = "Where certificate and service-account key are kept between runs.")
  private @Nullable Path directory;

  @Option(names = "--certificate", description = "Certificate in PEM instead of a self-signed one.")
  private @Nullable Path certificate;

  @Option(names = "--private-key", description = "Its private key in PEM (PKCS #8).")
  private @Nullable Path privateKey;

  @Option(
      names = "--write-certificate",
      description = "File to write the certificate to, for clients to trust.")
  private @Nullable Path certificateOut;

  @Option(
      names = "--project",
      description = "A Firebase project there is; may be repeated. Any if none is given.")
  private Set<String> projects = new LinkedHashSet<>();

  @Option(
      names = "--write-service-account",
      paramLabel = "PROJECT=FILE",
      description = "File to write a project's service-account key to; may be repeated.")
  private Map<String, Path> serviceAccounts = new LinkedHashMap<>();

  @Option(
      names = "--behaviour",
      paramLabel = "PATTERN=RULE",
      description = "A rule from the start, such as '*=unavailable:1%%'; may be repeated.")
  private Map<String, String> behaviours = new LinkedHashMap<>();

  @Option(names = "--seed", description = "Seed of all chance.")
  private long seed;

  @Option(names = "--token-lifetime", description = "Of the bearers it issues.")
  private Duration tokenLifetime = Duration.ofHours(1);

  @Option(names = "--keep-pushes", description = "Latest pushes kept with their content.")
  private int keptPushes = LedgerSize.DEFAULT.pushes();

  @Option(names = "--keep-pushes-per-address", description = "Of those, for one address.")
  private int keptPerAddress = LedgerSize.DEFAULT.pushesPerAddress();

  @Option(names = "--keep-addresses", description = "Addresses with counters of their own.")
  private int keptAddresses = LedgerSize.DEFAULT.addresses();

  @Option(names = "--keep-tags", description = "Tags by which duplicates are found.")
  private int keptTags = LedgerSize.DEFAULT.tags();

  @Option(
      names = "--allowed-host",
      paramLabel = "NAME",
      description =
          "A name by which others reach its own API and page; may be repeated. Those of loopback and"
              + " --host are always allowed.")
  private Set<String> allowedHosts = new LinkedHashSet<>();

  @Option(names = "--threads", description = "Event loops.")
  private int threads = SimulatorOptions.defaults().threads();

  /** Held here, or what is set on it would be collected with it. */
  private static final Logger NETTY = Logger.getLogger("io.netty");

  private FcmSimulatorCommand() {}

  /** Runs the simulator until it is interrupted. */
  public static void main(String[] arguments) {
    // At INFO it tells of every frame that comes for a stream reset on purpose.
    NETTY.setLevel(Level.WARNING);
    CommandLine command =
        new CommandLine(new FcmSimulatorCommand())
            .registerConverter(AnswerTime.class, AnswerTime::parse)
            .registerConverter(Duration.class, Durations::parse)
            .setExecutionExceptionHandler((exception, line, parsed) -> {
              line.getErr().println("fcm-simulator: " + exception.getMessage());
              return line.getCommandSpec().exitCodeOnExecutionException();
            });
    System.exit(command.execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    SimulatorOptions options =
        new SimulatorOptions(
            host,
            httpPort,
            httpsPort,
            latency,
            directory,
            certificate,
            privateKey,
            projects,
            seed,
            tokenLifetime,
            new LedgerSize(keptPushes, keptPerAddress, keptAddresses, keptTags),
            threads,
            allowedHosts);
    try (FcmSimulator simulator = FcmSimulator.start(options)) {
      behaviours.forEach(simulator.behaviours()::set);
      if (certificateOut != null) {
        Files.writeString(certificateOut, simulator.certificatePem());
      }
      for (Map.Entry<String, Path> account : serviceAccounts.entrySet()) {
        SecretFile.write(account.getValue(), simulator.serviceAccountJson(account.getKey()));
      }
      System.out.println(
          "fcm-simulator listens on %s and %s, answers after %s"
              .formatted(simulator.httpUrl(), simulator.httpsUrl(), latency));
      new CountDownLatch(1).await();
    }
    return 0;
  }
}
