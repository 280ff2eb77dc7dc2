package io.chatpush.benchmark.sender;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.UnprocessedRequestException;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.SessionProtocol;
import io.chatpush.benchmark.simulator.Simulator;
import java.io.File;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Armeria's client: as many event loops as chatpush has, chatpush's time limit, Armeria's defaults
 * for all else. It opens connections as it needs them; their number cannot be bounded.
 */
final class ArmeriaSender implements Http2Sender {

  private static final Duration SEND_TIMEOUT = Duration.ofSeconds(10);

  private final WebClient client;
  private final RequestHeaders headers;

  ArmeriaSender(SenderOptions options, String authorization) {
    int loops = Runtime.getRuntime().availableProcessors();
    ClientFactory factory =
        ClientFactory.builder()
            .workerGroup(loops)
            .maxNumEventLoopsPerEndpoint(loops)
            .tlsCustomizer(tls -> tls.trustManager(new File(options.certificate())))
            .build();
    client =
        WebClient.builder(SessionProtocol.H2, Endpoint.of("127.0.0.1", options.simulatorPort()))
            .factory(factory)
            .responseTimeout(SEND_TIMEOUT)
            .writeTimeout(SEND_TIMEOUT)
            .build();
    headers =
        RequestHeaders.builder(HttpMethod.POST, Simulator.sendPath(options.project()))
            .add(HttpHeaderNames.AUTHORIZATION, authorization)
            .contentType(MediaType.JSON)
            .build();
  }

  @Override
  public void send(byte[] body, Consumer<Fate> ended) {
    var _ =
        client
            .execute(HttpRequest.of(headers, HttpData.wrap(body)))
            .aggregate()
            .handle((response, failure) -> {
              ended.accept(fate(response, failure));
              return null;
            });
  }

  private static Fate fate(@Nullable AggregatedHttpResponse response, @Nullable Throwable failure) {
    if (response != null) {
      return response.status().equals(HttpStatus.OK) && !response.contentUtf8().isEmpty()
          ? Fate.ACCEPTED
          : Fate.UNKNOWN;
    }
    return failure instanceof UnprocessedRequestException ? Fate.UNPROCESSED : Fate.UNKNOWN;
  }
}
