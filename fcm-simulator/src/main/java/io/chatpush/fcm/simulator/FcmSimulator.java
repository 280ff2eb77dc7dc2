package io.chatpush.fcm.simulator;

import io.chatpush.fcm.simulator.admin.AdminApi;
import io.chatpush.fcm.simulator.admin.AllowedCallers;
import io.chatpush.fcm.simulator.behaviour.Behaviours;
import io.chatpush.fcm.simulator.fcm.MessageNames;
import io.chatpush.fcm.simulator.fcm.SendEndpoint;
import io.chatpush.fcm.simulator.http.HttpServer;
import io.chatpush.fcm.simulator.http.TlsIdentity;
import io.chatpush.fcm.simulator.ledger.AddressLog;
import io.chatpush.fcm.simulator.ledger.ProjectQuota;
import io.chatpush.fcm.simulator.ledger.PushLedger;
import io.chatpush.fcm.simulator.ledger.Received;
import io.chatpush.fcm.simulator.ledger.Stats;
import io.chatpush.fcm.simulator.oauth.AccessTokens;
import io.chatpush.fcm.simulator.oauth.ServiceAccounts;
import io.chatpush.fcm.simulator.oauth.TokenEndpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * A running simulator of FCM. It listens from {@link #start} to {@link #close}. Safe for use by
 * several threads.
 */
public final class FcmSimulator implements AutoCloseable {

  private final SimulatorOptions options;
  private final TlsIdentity identity;
  private final ServiceAccounts accounts;
  private final AccessTokens tokens;
  private final Behaviours behaviours;
  private final ProjectQuota quota;
  private final PushLedger ledger;
  private final TokenEndpoint tokenEndpoint;
  private final HttpServer server;

  private FcmSimulator(SimulatorOptions options, InstantSource clock) throws IOException {
    this.options = options;
    this.identity = identity(options, clock);
    Path directory = options.directory();
    this.accounts =
        directory == null ? ServiceAccounts.create() : ServiceAccounts.keptIn(directory);
    this.tokens = new AccessTokens(options.tokenLifetime(), System::nanoTime);
    this.behaviours = new Behaviours(options.answerTime(), options.seed(), System::nanoTime);
    this.quota = new ProjectQuota(clock);
    this.ledger = new PushLedger(options.ledgerSize(), clock, System::nanoTime);
    this.tokenEndpoint = new TokenEndpoint(accounts, tokens, clock);
    SendEndpoint send =
        new SendEndpoint(
            options.projects(),
            tokens,
            behaviours,
            quota,
            ledger,
            new MessageNames(clock),
            System::nanoTime);
    AdminApi admin =
        new AdminApi(
            ledger,
            behaviours,
            quota,
            tokens,
            tokenEndpoint,
            this::serviceAccountJson,
            this::server);
    this.server =
        new HttpServer(
            new InetSocketAddress(options.host(), options.httpPort()),
            new InetSocketAddress(options.host(), options.httpsPort()),
            identity.serverContext(),
            options.threads(),
            new Routes(
                send,
                tokenEndpoint,
                admin,
                new AllowedCallers(options.host(), options.allowedHosts())));
  }

  /**
   * Starts one.
   *
   * @throws IllegalStateException if a port is taken, naming it
   * @throws IOException if certificate or keys cannot be read or written
   */
  public static FcmSimulator start(SimulatorOptions options) throws IOException {
    return start(options, InstantSource.system());
  }

  /** Starts one by another clock. Answer times are by the machine's own. */
  public static FcmSimulator start(SimulatorOptions options, InstantSource clock)
      throws IOException {
    return new FcmSimulator(options, clock);
  }

  /** The port in clear. */
  public int httpPort() {
    return server.clearAddress().getPort();
  }

  /** The port with TLS. */
  public int httpsPort() {
    return server.tlsAddress().getPort();
  }

  /** Where it is reached in clear, such as {@code http://127.0.0.1:8180}. */
  public String httpUrl() {
    return "http://" + host() + ":" + httpPort();
  }

  /** Where it is reached with TLS, such as {@code https://127.0.0.1:8443}. */
  public String httpsUrl() {
    return "https://" + host() + ":" + httpsPort();
  }

  /** What clients of the port with TLS must trust. */
  public String certificatePem() {
    return identity.certificatePem();
  }

  /**
   * The service-account key file of a project, whose {@code token_uri} is this simulator's in
   * clear. It holds the private key.
   */
  public String serviceAccountJson(String projectId) {
    return accounts.json(projectId, httpUrl() + "/token");
  }

  /** How addresses behave, to be changed while it runs. */
  public Behaviours behaviours() {
    return behaviours;
  }

  /** What every project may send in a minute, to be limited while it runs. */
  public ProjectQuota quota() {
    return quota;
  }

  /** The bearers, to be shortened or revoked while it runs. */
  public AccessTokens accessTokens() {
    return tokens;
  }

  /** The token endpoint, to be failed while it runs. */
  public TokenEndpoint tokenEndpoint() {
    return tokenEndpoint;
  }

  /** The HTTP server, for its counters and for GOAWAY. */
  public HttpServer server() {
    return server;
  }

  public Stats stats() {
    return ledger.stats();
  }

  /** What an address received and is still kept, the oldest first. */
  public List<Received> received(String address) {
    AddressLog log = ledger.address(address);
    return log == null ? List.of() : ledger.receivedBy(log);
  }

  /** How many requests came for an address, whatever became of them. */
  public long requests(String address) {
    AddressLog log = ledger.address(address);
    return log == null ? 0 : log.requests();
  }

  /** Everything it remembers. */
  public PushLedger ledger() {
    return ledger;
  }

  /** Ends every connection and frees the ports. */
  @Override
  public void close() {
    server.close();
  }

  private String host() {
    String host = options.host();
    return host.equals("0.0.0.0") ? "127.0.0.1" : host;
  }

  private static TlsIdentity identity(SimulatorOptions options, InstantSource clock)
      throws IOException {
    Path certificate = options.certificate();
    Path privateKey = options.privateKey();
    if (certificate != null && privateKey != null) {
      return TlsIdentity.read(certificate, privateKey);
    }
    Path directory = options.directory();
    return directory == null
        ? TlsIdentity.selfSigned(clock.instant())
        : TlsIdentity.keptIn(directory, clock.instant());
  }
}
