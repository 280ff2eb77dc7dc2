package io.chatpush.benchmark.sender;

import com.google.api.client.json.gson.GsonFactory;
import com.google.auth.oauth2.GoogleCredentials;
import io.chatpush.benchmark.process.Usage;
import io.chatpush.benchmark.report.Cost;
import io.chatpush.benchmark.report.Latency;
import io.chatpush.benchmark.report.Measurement;
import io.chatpush.benchmark.report.Subject;
import io.chatpush.benchmark.simulator.Simulator;
import io.chatpush.cli.terminal.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * h2load of nghttp2, in C: the same body again and again, nothing decided, nothing read. What it
 * does is the most that can be sent to the simulator on this machine.
 */
public final class H2load {

  private static final int STREAMS = 100;
  private static final String SCOPE = "https://www.googleapis.com/auth/firebase.messaging";
  private static final Duration LOOK = Duration.ofMillis(100);

  private static final Pattern FINISHED = Pattern.compile("finished in [^,]+, ([0-9.]+) req/s");
  private static final Pattern REQUESTS =
      Pattern.compile("requests: .* (\\d+) done, (\\d+) succeeded, (\\d+) failed, (\\d+) errored");
  private static final Pattern TIMES = Pattern.compile("time for request: +(\\S+) +(\\S+) +(\\S+)");

  private final Simulator simulator;
  private final Path directory;
  private final Duration warmUp;
  private final Duration duration;

  /**
   * Prepares it.
   *
   * @param directory for the body to send
   */
  public H2load(Simulator simulator, Path directory, Duration warmUp, Duration duration) {
    this.simulator = simulator;
    this.directory = directory;
    this.warmUp = warmUp;
    this.duration = duration;
  }

  /** Why it cannot be had on this machine, if so. */
  public static Optional<String> missing() {
    return Programs.isThere("h2load")
        ? Optional.empty()
        : Optional.of("h2load (package nghttp2-client) is not on the PATH");
  }

  /** Measures it on so many connections of 100 streams. */
  public Measurement measure(Duration answerTime, int connections) throws InterruptedException {
    simulator.answerAfter(answerTime);
    try {
      Path body = directory.resolve("push.json");
      Files.write(
          body,
          GsonFactory.getDefaultInstance()
              .toByteArray(Map.of("message", FirebaseAdmin.message(new SampleMessages().next()))));
      Process h2load =
          new ProcessBuilder(
                  List.of(
                      "h2load",
                      "-c" + connections,
                      "-m" + STREAMS,
                      "-D" + duration.toSeconds(),
                      "--warm-up-time=" + warmUp.toSeconds(),
                      "-d" + body,
                      "-Hauthorization: Bearer " + bearer(simulator.serviceAccount()),
                      "-Hcontent-type: application/json",
                      "https://127.0.0.1:%d%s"
                          .formatted(simulator.port(), Simulator.sendPath(Simulator.PROJECT))))
              .redirectErrorStream(true)
              .start();
      Usage before = Usage.of(simulator.process());
      Usage own = Usage.of(h2load.toHandle());
      while (!h2load.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        own = Usage.of(h2load.toHandle());
      }
      String printed = new String(h2load.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return measurement(
          printed, connections, answerTime, own, Usage.of(simulator.process()).since(before));
    } catch (IOException e) {
      throw new CommandException("h2load cannot be run: " + e.getMessage(), e);
    }
  }

  /** It does not tell when its warm-up ends, so CPU is of the whole and so are the pushes. */
  private Measurement measurement(
      String printed, int connections, Duration answerTime, Usage own, Usage simulators) {
    double perSecond = Double.parseDouble(group(FINISHED, printed, 1));
    long failed =
        Long.parseLong(group(REQUESTS, printed, 3)) + Long.parseLong(group(REQUESTS, printed, 4));
    Duration whole = warmUp.plus(duration);
    long pushes = Math.round(perSecond * whole.toMillis() / 1e3);
    return new Measurement(
        Subject.H2LOAD,
        connections + " connections",
        (int) answerTime.toMillis(),
        null,
        perSecond,
        failed,
        new Latency(millis(group(TIMES, printed, 3)), Double.NaN, millis(group(TIMES, printed, 2))),
        List.of(
            Cost.of("sender", own.cpu(), pushes, whole, own.peakMemory()),
            Cost.of("simulator", simulators.cpu(), pushes, whole, simulators.peakMemory())),
        Double.NaN,
        duration.toSeconds());
  }

  /** An access token for a service account, from the token endpoint that its key file names. */
  static String bearer(Path serviceAccount) throws IOException {
    try (InputStream account = Files.newInputStream(serviceAccount)) {
      return GoogleCredentials.fromStream(account)
          .createScoped(SCOPE)
          .refreshAccessToken()
          .getTokenValue();
    }
  }

  /** Such as {@code 12.34ms}. */
  static double millis(String time) {
    if (time.endsWith("us")) {
      return Double.parseDouble(time.substring(0, time.length() - 2)) / 1e3;
    }
    if (time.endsWith("ms")) {
      return Double.parseDouble(time.substring(0, time.length() - 2));
    }
    return Double.parseDouble(time.substring(0, time.length() - 1)) * 1e3;
  }

  private static String group(Pattern pattern, String printed, int group) {
    Matcher matcher = pattern.matcher(printed);
    if (!matcher.find()) {
      throw new CommandException("h2load did not print what it was expected to:\n" + printed);
    }
    return matcher.group(group);
  }
}
