package io.chatpush.benchmark.sender;

import io.chatpush.benchmark.simulator.Simulator;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.client.BufferingResponseListener;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.RetryableRequestException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * Jetty's client over HTTP/2: as many connections and selectors as chatpush has, chatpush's time
 * limit, Jetty's defaults for all else.
 */
final class JettySender implements Http2Sender {

  private static final long SEND_TIMEOUT_SECONDS = 10;
  private static final int LONGEST_ANSWER = 64 * 1024;
  private static final int OK = 200;

  private final HttpClient client;
  private final String url;
  private final String authorization;

  JettySender(SenderOptions options, String authorization) throws Exception {
    this.authorization = authorization;
    this.url =
        "https://127.0.0.1:" + options.simulatorPort() + Simulator.sendPath(options.project());
    SslContextFactory.Client tls = new SslContextFactory.Client();
    tls.setSslContext(FirebaseAdmin.trusting(Path.of(options.certificate())));
    ClientConnector connector = new ClientConnector();
    connector.setSslContextFactory(tls);
    connector.setSelectors(Runtime.getRuntime().availableProcessors());
    client = new HttpClient(new HttpClientTransportOverHTTP2(new HTTP2Client(connector)));
    client.setMaxConnectionsPerDestination(Math.ceilDiv(options.inFlight(), 100));
    client.setMaxRequestsQueuedPerDestination(2 * options.inFlight());
    client.getContentDecoderFactories().clear();
    client.start();
  }

  @Override
  public void send(byte[] body, Consumer<Fate> ended) {
    client
        .newRequest(url)
        .method(HttpMethod.POST)
        .headers(headers -> headers.put(HttpHeader.AUTHORIZATION, authorization))
        .body(new BytesRequestContent("application/json", body))
        .timeout(SEND_TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .send(
            new BufferingResponseListener(LONGEST_ANSWER) {
              @Override
              public void onComplete(Result result) {
                ended.accept(fate(result, getContentAsString()));
              }
            });
  }

  private static Fate fate(Result result, String content) {
    if (result.isSucceeded()) {
      return result.getResponse().getStatus() == OK && !content.isEmpty()
          ? Fate.ACCEPTED
          : Fate.UNKNOWN;
    }
    return result.getFailure() instanceof RetryableRequestException
        ? Fate.UNPROCESSED
        : Fate.UNKNOWN;
  }
}
