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

  /** Google's bearers live for an hour. */
  private static final Duration HOUR = Duration.ofHours(1);

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

  /** On free ports of loopback, answering at once, keeping nothing on disk. */
  public static SimulatorOptions defaults() {
    return new SimulatorOptions(
        "127.0.0.1",
        0,
        0,
        new AnswerTime.Fixed(Duration.ZERO),
        null,
        null,
        null,
        Set.of(),
        0,
        HOUR,
        LedgerSize.DEFAULT,
        Math.min(2, Runtime.getRuntime().availableProcessors()),
        Set.of());
  }

  public SimulatorOptions withHost(String address) {
    return new SimulatorOptions(
        address,
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

  public SimulatorOptions withPorts(int http, int https) {
    return new SimulatorOptions(
        host,
        http,
        https,
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

  public SimulatorOptions withAnswerTime(AnswerTime time) {
    return new SimulatorOptions(
        host,
        httpPort,
        httpsPort,
        time,
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

  public SimulatorOptions withDirectory(Path kept) {
    return new SimulatorOptions(
        host,
        httpPort,
        httpsPort,
        answerTime,
        kept,
        certificate,
        privateKey,
        projects,
        seed,
        tokenLifetime,
        ledgerSize,
        threads,
        allowedHosts);
  }

  public SimulatorOptions withCertificate(Path pem, Path key) {
    return new SimulatorOptions(
        host,
        httpPort,
        httpsPort,
        answerTime,
        directory,
        pem,
        key,
        projects,
        seed,
        tokenLifetime,
        ledgerSize,
        threads,
        allowedHosts);
  }

  public SimulatorOptions withProjects(Set<String> known) {
    return new SimulatorOptions(
        host,
        httpPort,
        httpsPort,
        answerTime,
        directory,
        certificate,
        privateKey,
        known,
        seed,
        tokenLifetime,
        ledgerSize,
        threads,
        allowedHosts);
  }

  public SimulatorOptions withSeed(long number) {
    return new SimulatorOptions(
        host,
        httpPort,
        httpsPort,
        answerTime,
        directory,
        certificate,
        privateKey,
        projects,
        number,
        tokenLifetime,
        ledgerSize,
        threads,
        allowedHosts);
  }

  public SimulatorOptions withTokenLifetime(Duration lifetime) {
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
        lifetime,
        ledgerSize,
        threads,
        allowedHosts);
  }

  public SimulatorOptions withLedgerSize(LedgerSize size) {
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
        size,
        threads,
        allowedHosts);
  }

  public SimulatorOptions withThreads(int loops) {
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
        loops,
        allowedHosts);
  }

  public SimulatorOptions withAllowedHosts(Set<String> names) {
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
        names);
  }
}
