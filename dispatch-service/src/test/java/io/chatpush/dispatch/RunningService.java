package io.chatpush.dispatch;

import io.chatpush.fcm.simulator.FcmSimulator;
import io.chatpush.testing.KafkaBackend;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

/** The whole service as an operator starts it. */
final class RunningService implements AutoCloseable {

  static final String APP = "test-app";

  private final HttpClient client = HttpClient.newHttpClient();
  private final ConfigurableApplicationContext context;

  private RunningService(List<Class<?>> sources, List<String> arguments) {
    context =
        SpringApplication.run(sources.toArray(Class<?>[]::new), arguments.toArray(String[]::new));
  }

  /** Against that backend and simulator, in consumer groups of its own. */
  static RunningService start(
      KafkaBackend backend, FcmSimulator simulator, Path directory, String... settings) {
    return start(
        List.of(DispatchServiceApplication.class), backend, simulator, directory, settings);
  }

  /** As {@link #start}, with one more bean. */
  static RunningService startWith(
      Class<?> bean, KafkaBackend backend, FcmSimulator simulator, Path directory) {
    return start(List.of(DispatchServiceApplication.class, bean), backend, simulator, directory);
  }

  private static RunningService start(
      List<Class<?>> sources,
      KafkaBackend backend,
      FcmSimulator simulator,
      Path directory,
      String... settings) {
    List<String> usual = new ArrayList<>(settings(directory, simulator));
    usual.add("--spring.kafka.bootstrap-servers=" + backend.bootstrapServers());
    usual.add("--spring.kafka.properties.schema.registry.url=" + backend.registryUrl());
    usual.removeIf(each -> Stream.of(settings).anyMatch(setting -> isSame(setting, each)));
    usual.addAll(List.of(settings));
    return new RunningService(sources, usual);
  }

  /** Of a setting that is given twice Spring makes a list. */
  private static boolean isSame(String setting, String other) {
    return setting.startsWith(other.substring(0, other.indexOf('=') + 1));
  }

  private static List<String> settings(Path directory, FcmSimulator simulator) {
    Path credentials = directory.resolve("service-account.json");
    try {
      Files.writeString(credentials, simulator.serviceAccountJson("test-project"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String instance = UUID.randomUUID().toString();
    return List.of(
        "--server.port=0",
        "--spring.kafka.streams.state-dir=" + directory.resolve("state"),
        "--chatpush.fan-out.application-id=fan-out-" + instance,
        "--chatpush.delivery.group-id=delivery-" + instance,
        "--chatpush.kafka.batching=low-latency",
        "--chatpush.warm-up.duration=100ms",
        "--chatpush.apps." + APP + ".project-id=test-project",
        "--chatpush.apps." + APP + ".credentials=" + credentials,
        "--chatpush.apps." + APP + ".event-types=NEW_MESSAGE",
        "--chatpush.fcm.endpoint=" + simulator.httpUrl());
  }

  /** What the controllers answer to: method and pattern. */
  Set<String> routes() {
    return context
        .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .keySet()
        .stream()
        .flatMap(mapping ->
            mapping.getMethodsCondition().getMethods().stream()
                .flatMap(method ->
                    mapping.getPatternsCondition().getPatterns().stream()
                        .map(pattern -> method + " " + pattern.getPatternString())))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  HttpResponse<String> readiness() {
    return health("readiness");
  }

  HttpResponse<String> health(String group) {
    return get("/actuator/health/" + group);
  }

  /** The value of a meter without tags, by its name in Prometheus. */
  double meter(String name) {
    return meter(name, "");
  }

  /** The value of the first sample of a meter whose tags contain {@code tag}. */
  double meter(String name, String tag) {
    return get("/actuator/prometheus")
        .body()
        .lines()
        .filter(line -> line.matches(name + "(\\{.*})? .*") && line.contains(tag))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no meter " + name));
  }

  /**
   * The value of a counter or gauge, without HTTP: the first service of this JVM that is closed
   * closes the event loops of the HTTP servers of all.
   */
  double registered(String meter) {
    return context
        .getBean(MeterRegistry.class)
        .get(meter)
        .meter()
        .measure()
        .iterator()
        .next()
        .getValue();
  }

  private HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort() + path)));
  }

  /** Where its health and meters are: the port of the service, or one of their own. */
  int managementPort() {
    return context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
  }

  int port() {
    return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  /** A request to a path of this service. */
  HttpRequest.Builder request(String path) {
    String port = context.getEnvironment().getProperty("local.server.port");
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
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
}
