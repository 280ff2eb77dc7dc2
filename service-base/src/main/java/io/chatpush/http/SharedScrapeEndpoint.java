package io.chatpush.http;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusOutputFormat;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;
import reactor.core.publisher.Mono;

/**
 * Boot's endpoint for Prometheus with a {@link SharedRendering}. Boot renders about 1 MB for each
 * request, and clients need no access token for it: 500 of them that read slowly and came again
 * held up everybody else for seconds.
 */
final class SharedScrapeEndpoint extends PrometheusScrapeEndpoint {

  private final SharedRendering<Scrape, WebEndpointResponse<byte[]>> scrapes =
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
  public Mono<WebEndpointResponse<byte[]>> shared(
      PrometheusOutputFormat format, @Nullable Set<String> includedNames) {
    // A client that goes away must not take the rendering from the others.
    return Mono.fromFuture(() -> scrapes.next(new Scrape(format, includedNames)), true);
  }

  /** Without the annotation of Boot's method, this is no operation of the endpoint any more. */
  @Override
  public WebEndpointResponse<byte[]> scrape(
      PrometheusOutputFormat format, @Nullable Set<String> includedNames) {
    return super.scrape(format, includedNames);
  }

  private WebEndpointResponse<byte[]> render(Scrape scrape) {
    return scrape(scrape.format(), scrape.names());
  }

  private record Scrape(PrometheusOutputFormat format, @Nullable Set<String> names) {}
}
