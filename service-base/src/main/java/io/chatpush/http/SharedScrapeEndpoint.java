package io.chatpush.http;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusOutputFormat;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.publisher.Mono;

/**
 * Boot's endpoint for Prometheus with a {@link SharedRendering}. Boot renders about 1 MB for each
 * request, and Netty copies it for each connection into memory of its own. Clients need no access
 * token for it, so 500 of them that do not read took all of that memory, and each event loop waited
 * for more. Here the clients of one rendering share its bytes, which are where the operating system
 * can read them.
 */
final class SharedScrapeEndpoint extends PrometheusScrapeEndpoint {

  private static final NettyDataBufferFactory BUFFERS =
      new NettyDataBufferFactory(ByteBufAllocator.DEFAULT);

  private final SharedRendering<Scrape, Rendering> scrapes =
      new SharedRendering<>(this::render, rest -> LockSupport.parkNanos(rest.toNanos()));

  SharedScrapeEndpoint(PrometheusRegistry registry, @Nullable Properties properties) {
    super(registry, properties);
  }

  /**
   * Replaces the blocking operation: the same request, format and answer.
   *
   * @param includedNames only the meters with these names; all if absent
   */
  @ReadOperation(producesFrom = PrometheusOutputFormat.class)
  public Mono<WebEndpointResponse<DataBuffer>> shared(
      PrometheusOutputFormat format, @Nullable Set<String> includedNames) {
    // A client that goes away must not take the rendering from the others.
    return Mono.fromFuture(() -> scrapes.next(new Scrape(format, includedNames)), true)
        .map(rendering -> new WebEndpointResponse<>(rendering.toSend(), format));
  }

  /** Without the annotation of Boot's method, this is not an operation of the endpoint any more. */
  @Override
  public WebEndpointResponse<byte[]> scrape(
      PrometheusOutputFormat format, @Nullable Set<String> includedNames) {
    return super.scrape(format, includedNames);
  }

  private Rendering render(Scrape scrape) {
    byte[] body = Objects.requireNonNull(scrape(scrape.format(), scrape.names()).getBody());
    return new Rendering(ByteBuffer.allocateDirect(body.length).put(body).flip());
  }

  private record Scrape(PrometheusOutputFormat format, @Nullable Set<String> names) {}

  /**
   * Bytes outside the heap, never changed. The garbage collector frees them when the last client
   * has read them.
   */
  private record Rendering(ByteBuffer bytes) {

    DataBuffer toSend() {
      return BUFFERS.wrap(Unpooled.wrappedBuffer(bytes.duplicate()));
    }
  }
}
