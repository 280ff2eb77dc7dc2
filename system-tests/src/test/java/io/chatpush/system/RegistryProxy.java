package io.chatpush.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between a service and its schema registry, and answers for single schema ids with an error
 * instead of the schema. Everything else is passed on. Thread-safe.
 */
final class RegistryProxy implements AutoCloseable {

  private static final Pattern SCHEMA = Pattern.compile("/schemas/ids/(\\d+).*");

  private final String registry;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
  private final Map<Integer, Integer> refusals = new ConcurrentHashMap<>();

  private RegistryProxy(String registry, HttpServer server) {
    this.registry = registry;
    this.server = server;
  }

  static RegistryProxy start(String registry) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    RegistryProxy proxy = new RegistryProxy(registry, server);
    server.setExecutor(proxy.threads);
    server.createContext("/", proxy::handle);
    server.start();
    return proxy;
  }

  /** What a service takes for the registry. */
  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers for a schema id with this status from now on. */
  void refuse(int id, int status) {
    statuses.put(id, status);
  }

  /** Passes requests for a schema id on again. */
  void pass(int id) {
    statuses.remove(id);
  }

  /** How often a request for a schema id was answered with an error. */
  int refusals(int id) {
    return refusals.getOrDefault(id, 0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Matcher schema = SCHEMA.matcher(exchange.getRequestURI().getPath());
      int id = schema.matches() ? Integer.parseInt(schema.group(1)) : -1;
      Integer status = statuses.get(id);
      if (status != null) {
        refusals.merge(id, 1, Integer::sum);
        answer(
            exchange,
            status,
            "{\"error_code\":%d03,\"message\":\"not to be had\"}"
                .formatted(status)
                .getBytes(StandardCharsets.UTF_8));
        return;
      }
      HttpResponse<byte[]> response = http.send(forwarded(exchange), bytes());
      answer(exchange, response.statusCode(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static HttpResponse.BodyHandler<byte[]> bytes() {
    return HttpResponse.BodyHandlers.ofByteArray();
  }

  private HttpRequest forwarded(HttpExchange exchange) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(registry + exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    for (String name : new String[] {"Content-Type", "Accept"}) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    return request.build();
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    http.shutdownNow();
  }
}
