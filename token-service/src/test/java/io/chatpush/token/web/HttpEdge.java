package io.chatpush.token.web;

import io.chatpush.service.StartOrder;
import io.chatpush.token.AccessTokens;
import io.chatpush.token.device.AppId;
import io.chatpush.token.device.DeviceChange;
import io.chatpush.token.device.DeviceTokenPublisher;
import io.chatpush.token.device.UserId;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Primary;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** The HTTP edge on a real port, with everything but Kafka behind it. */
final class HttpEdge implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-01-02T03:04:05.006Z");

  private static final int REQUESTS_PER_MINUTE = 60_000;

  private final AccessTokens tokens;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ConfigurableApplicationContext context;

  private HttpEdge(AccessTokens tokens, List<String> settings) {
    this.tokens = tokens;
    List<String> arguments = new ArrayList<>(settings);
    arguments.add("--server.port=0");
    arguments.add("--chatpush.registration.apps=demo,unreachable");
    arguments.add(0, "--chatpush.limits.requests-per-minute=" + REQUESTS_PER_MINUTE);
    // Nobody sends anything any more when it is closed.
    arguments.add("--spring.reactor.netty.shutdown-quiet-period=0s");
    // The state of the stream is in a package that is not here.
    arguments.add("--management.endpoint.health.validate-group-membership=false");
    context = SpringApplication.run(Application.class, arguments.toArray(String[]::new));
  }

  /** Which trusts the tokens of {@link #tokens()}. */
  static HttpEdge start(Path directory, String... settings) {
    AccessTokens tokens = new AccessTokens();
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("--chatpush.access.issuers[0].public-key-location=" + tokens.writePublicKey(directory));
    return new HttpEdge(tokens, all);
  }

  /** Which trusts whom the settings say. */
  static HttpEdge withSettings(String... settings) {
    return new HttpEdge(new AccessTokens(), List.of(settings));
  }

  /** What the controllers answer to. */
  Map<RequestMappingInfo, HandlerMethod> routes() {
    return context
        .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods();
  }

  /** Leaves a user of the app demo no request that counts. */
  void useUpTheRateOf(String user) {
    RequestRate rate = context.getBean(RequestRate.class);
    for (int i = 0; i < REQUESTS_PER_MINUTE; i++) {
      rate.take(new AppId("demo"), new UserId(user));
    }
  }

  FakeDirectory directory() {
    return context.getBean(FakeDirectory.class);
  }

  FakeTestPushes testPushes() {
    return context.getBean(FakeTestPushes.class);
  }

  /** How many requests have reached the service. */
  long requestsBegun() {
    return context.getBean(BegunRequests.class).count.get();
  }

  /** How many requests have that result, of {@code push.registrations}. */
  double registrations(String type, String result) {
    return context
        .getBean(MeterRegistry.class)
        .get("push.registrations")
        .tags("type", type, "result", result)
        .counter()
        .count();
  }

  FakePublisher published() {
    return context.getBean(FakePublisher.class);
  }

  AccessTokens tokens() {
    return tokens;
  }

  int port() {
    return Integer.parseInt(
        String.valueOf(context.getEnvironment().getProperty("local.server.port")));
  }

  /** A request with a token of maya for the app demo. */
  HttpRequest.Builder authenticated(String path) {
    return anonymous(path).header("Authorization", "Bearer " + tokens.of("maya", "demo"));
  }

  HttpRequest.Builder anonymous(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
  }

  HttpResponse<String> put(String path, String json) {
    return send(
        authenticated(path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(json)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    context.close();
    client.close();
  }

  /** Not a configuration by annotation, or the scan of the whole service would find it. */
  @EnableAutoConfiguration
  @ComponentScan(
      basePackages = {
        "io.chatpush.token.web",
        "io.chatpush.token.apps",
        "io.chatpush.token.instances",
        "io.chatpush.token.startup"
      },
      // Its steps are in packages that are not here.
      excludeFilters =
          @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.StartOrderConfiguration"))
  static class Application {

    @Bean
    StartOrder startOrder() {
      return new StartOrder(List.of(), List.of());
    }

    @Bean
    BegunRequests begunRequests() {
      return new BegunRequests();
    }

    @Bean
    FakePublisher fakePublisher() {
      return new FakePublisher();
    }

    @Bean
    FakeDirectory fakeDirectory(FakePublisher published) {
      return new FakeDirectory(published);
    }

    @Bean
    FakeTestPushes fakeTestPushes() {
      return new FakeTestPushes();
    }

    @Bean
    @Primary
    Clock fixedClock() {
      return Clock.fixed(NOW, ZoneOffset.UTC);
    }
  }

  /** Counts requests before anything reads their bodies. */
  @Order(Ordered.HIGHEST_PRECEDENCE)
  static final class BegunRequests implements WebFilter {

    private final AtomicLong count = new AtomicLong();

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
      count.incrementAndGet();
      return chain.filter(exchange);
    }
  }

  /**
   * Keeps what it is given; of devices called {@code unreachable} it says that Kafka is down, and
   * of those called {@code slow} nothing.
   */
  static final class FakePublisher implements DeviceTokenPublisher {

    private final List<DeviceChange> changes = new CopyOnWriteArrayList<>();

    @Override
    public CompletableFuture<Void> publish(DeviceChange change) {
      if (change.device().value().equals("unreachable")) {
        return CompletableFuture.failedFuture(
            new Unavailable("Kafka did not acknowledge in time."));
      }
      if (change.device().value().equals("slow")) {
        return new CompletableFuture<>();
      }
      changes.add(change);
      return CompletableFuture.completedFuture(null);
    }

    List<DeviceChange> changes() {
      return changes;
    }

    DeviceChange last() {
      return changes.getLast();
    }
  }
}
