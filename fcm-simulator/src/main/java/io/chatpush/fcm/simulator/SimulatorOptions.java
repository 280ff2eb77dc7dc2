package io.chatpush.fcm.simulator;

import io.chatpush.fcm.simulator.behaviour.AnswerTime;
import io.chatpush.fcm.simulator.ledger.LedgerSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a simulator is started.
 *
 * @param host the address it listens on
 * @param httpPort in clear, HTTP/1.1 and HTTP/2 with prior knowledge; 0 takes any free port
 * @param httpsPort with TLS, HTTP/2 or HTTP/1.1 by ALPN; 0 takes any free port
 * @param answerTime how long FCM takes to answer
 * @param directory where certificate and keys are kept between runs; null makes new ones
 * @param certificate a certificate in PEM to use instead of a self-signed one, with {@code
 *     privateKey}
 * @param projects the Firebase projects there are; empty for any
 * @param seed of all chance: the same requests in the same order for an address have the same fate
 * @param tokenLifetime of the bearers it issues
 * @param ledgerSize how much it remembers
 * @param threads event loops
 * @param allowedHosts names of {@code Host} headers by which its own API and its page may be asked
 *     for, besides those of loopback and {@code host}; without ports
 */
public record SimulatorOptions(
    String host,
    int httpPort,
    int httpsPort,
    AnswerTime answerTime,
    @Nullable Path directory,
    @Nullable Path certificate,
    @Nullable Path privateKey,
    Set<String> projects,
    long seed,
    Duration tokenLifetime,
    LedgerSize ledgerSize,
    int threads,
    Set<String> allowedHosts) {

  public SimulatorOptions {
    projects = Set.copyOf(projects);
    allowedHosts = Set.copyOf(allowedHosts);
    if ((certificate == null) != (privateKey == null)) {
      throw new IllegalArgumentException("a certificate and its private key are given together");
    }
    if (tokenLifetime.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("tokens live at least one second");
    }
    if (threads < 1) {
      throw new IllegalArgumentException("there is at least one thread");
    }
  }

  /** Free ports of loopback, answers at once, nothing kept on disk. */
  public static SimulatorOptions defaults() {
    return builder().build();
  }

  /** Begins with {@link #defaults}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Options that differ from the defaults. For one thread. */
  public static final class Builder {

    private String host = "127.0.0.1";
    private int httpPort;
    private int httpsPort;
    private AnswerTime answerTime = new AnswerTime.Fixed(Duration.ZERO);
    private @Nullable Path directory;
    private @Nullable Path certificate;
    private @Nullable Path privateKey;
    private Set<String> projects = Set.of();
    private long seed;

    /** Google's access tokens live for an hour. */
    private Duration tokenLifetime = Duration.ofHours(1);

    private LedgerSize ledgerSize = LedgerSize.DEFAULT;
    private int threads = Math.min(2, Runtime.getRuntime().availableProcessors());
    private Set<String> allowedHosts = Set.of();

    private Builder() {}

    public Builder host(String value) {
      host = value;
      return this;
    }

    public Builder ports(int http, int https) {
      httpPort = http;
      httpsPort = https;
      return this;
    }

    public Builder answerTime(AnswerTime value) {
      answerTime = value;
      return this;
    }

    public Builder directory(Path value) {
      directory = value;
      return this;
    }

    public Builder certificate(Path pem, Path key) {
      certificate = pem;
      privateKey = key;
      return this;
    }

    public Builder projects(Set<String> value) {
      projects = value;
      return this;
    }

    public Builder seed(long value) {
      seed = value;
      return this;
    }

    public Builder tokenLifetime(Duration value) {
      tokenLifetime = value;
      return this;
    }

    public Builder ledgerSize(LedgerSize value) {
      ledgerSize = value;
      return this;
    }

    public Builder threads(int value) {
      threads = value;
      return this;
    }

    public Builder allowedHosts(Set<String> value) {
      allowedHosts = value;
      return this;
    }

    public SimulatorOptions build() {
      return new SimulatorOptions(
          host,
          httpPort,
          httpsPort,
          answerTime,
          directory,
          certificate,
          privateKey,
          projects,
          seed,
          tokenLifetime,
          ledgerSize,
          threads,
          allowedHosts);
    }
  }
}
