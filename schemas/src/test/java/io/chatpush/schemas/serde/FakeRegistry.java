package io.chatpush.schemas.serde;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** The part of a registry that the serde speaks to, with the error codes of Confluent's. */
final class FakeRegistry implements AutoCloseable {

  /** Stands in for the registry's own answers. */
  interface Behaviour {
    void answer(HttpExchange exchange) throws IOException;
  }

  record Asked(String method, String path, @Nullable String authorization) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> schemas = new CopyOnWriteArrayList<>();
  private final Map<String, List<Integer>> subjects = new HashMap<>();
  private volatile @Nullable Behaviour behaviour;

  final List<Asked> asked = new CopyOnWriteArrayList<>();

  FakeRegistry() {
    this(null, false);
  }

  FakeRegistry(SSLContext tls) {
    this(tls, false);
  }

  static FakeRegistry askingForCertificates(SSLContext tls) {
    return new FakeRegistry(tls, true);
  }

  private FakeRegistry(@Nullable SSLContext tls, boolean askForCertificates) {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      if (tls == null) {
        server = HttpServer.create(address, 0);
      } else {
        HttpsServer https = HttpsServer.create(address, 0);
        https.setHttpsConfigurator(
            new HttpsConfigurator(tls) {
              @Override
              public void configure(HttpsParameters parameters) {
                SSLParameters chosen = tls.getDefaultSSLParameters();
                chosen.setNeedClientAuth(askForCertificates);
                parameters.setSSLParameters(chosen);
              }
            });
        server = https;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return scheme + "://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers like this from now on. */
  void behave(Behaviour how) {
    behaviour = how;
  }

  void behaveWell() {
    behaviour = null;
  }

  /** Answers this from now on. */
  void answer(int status, String body) {
    behave(exchange -> reply(exchange, status, body));
  }

  /** Answers this for one path from now on, and anything else as a registry does. */
  void answerFor(String path, int status, String body) {
    behave(exchange -> {
      if (exchange.getRequestURI().getRawPath().equals(path)) {
        reply(exchange, status, body);
      } else {
        answerNormally(exchange);
      }
    });
  }

  void answerNormally(HttpExchange exchange) throws IOException {
    answerAsRegistry(exchange, exchange.getRequestMethod(), exchange.getRequestURI().getRawPath());
  }

  synchronized int put(String subject, String schema) {
    int id = schemas.indexOf(schema) + 1;
    if (id == 0) {
      schemas.add(schema);
      id = schemas.size();
    }
    List<Integer> ids = subjects.computeIfAbsent(subject, s -> new CopyOnWriteArrayList<>());
    if (!ids.contains(id)) {
      ids.add(id);
    }
    return id;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      String path = exchange.getRequestURI().getRawPath();
      asked.add(new Asked(method, path, exchange.getRequestHeaders().getFirst("Authorization")));
      Behaviour special = behaviour;
      if (special != null) {
        special.answer(exchange);
      } else {
        answerAsRegistry(exchange, method, path);
      }
    }
  }

  private synchronized void answerAsRegistry(HttpExchange exchange, String method, String path)
      throws IOException {
    List<String> parts = List.of(path.substring(1).split("/"));
    switch (method + " " + parts.getFirst() + " " + parts.size()) {
      case "GET schemas 2" -> reply(exchange, 200, "[\"AVRO\"]");
      case "GET schemas 3" -> {
        int id = Integer.parseInt(parts.get(2));
        if (id < 1 || id > schemas.size()) {
          reply(exchange, 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
        } else {
          reply(exchange, 200, JSON.writeValueAsString(Map.of("schema", schemas.get(id - 1))));
        }
      }
      case "POST subjects 3" ->
          reply(exchange, 200, "{\"id\":" + put(subject(parts), schema(exchange)) + "}");
      case "POST subjects 2" -> {
        int id = schemas.indexOf(schema(exchange)) + 1;
        List<Integer> ids = subjects.get(subject(parts));
        if (ids == null) {
          reply(exchange, 404, "{\"error_code\":40401,\"message\":\"Subject not found\"}");
        } else if (!ids.contains(id)) {
          reply(exchange, 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
        } else {
          reply(exchange, 200, "{\"id\":" + id + ",\"version\":1}");
        }
      }
      case "PUT config 1", "PUT config 2" ->
          reply(
              exchange,
              200,
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      default -> reply(exchange, 404, "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}");
    }
  }

  private static String subject(List<String> parts) {
    return URI.create("/" + parts.get(1)).getPath().substring(1);
  }

  private static String schema(HttpExchange exchange) throws IOException {
    return JSON.readTree(exchange.getRequestBody()).path("schema").textValue();
  }

  static void reply(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
