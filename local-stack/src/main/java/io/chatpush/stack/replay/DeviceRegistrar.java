package io.chatpush.stack.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.chatpush.cli.service.TokenSigner;
import io.chatpush.cli.terminal.CommandException;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.stack.launch.LocalApp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Registers devices as their apps would: over HTTP, each with the token of its user. */
final class DeviceRegistrar {

  /** Enough to keep token-service busy, few enough for its connections. */
  private static final int AT_ONCE = 32;

  private static final int ATTEMPTS = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String tokenService;
  private final TokenSigner tokens;
  private final HttpClient http;
  private final AtomicInteger registered = new AtomicInteger();

  DeviceRegistrar(String tokenService, TokenSigner tokens, HttpClient http) {
    this.tokenService = tokenService;
    this.tokens = tokens;
    this.http = http;
  }

  /** How many have been registered so far. */
  int registered() {
    return registered.get();
  }

  /**
   * Registers all and returns when Kafka has every one of them.
   *
   * @throws CommandException when token-service refuses one
   */
  void register(List<Device> devices) throws InterruptedException {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      Map<String, List<Device>> byUser =
          devices.stream().collect(Collectors.groupingBy(Device::user));
      List<? extends Future<?>> futures =
          byUser.values().stream()
              .map(theirs -> threads.submit(() -> registerOne(theirs)))
              .toList();
      for (Future<?> future : futures) {
        try {
          future.get();
        } catch (ExecutionException e) {
          threads.shutdownNow();
          throw e.getCause() instanceof CommandException known
              ? known
              : new CommandException("A device could not be registered.", e);
        }
      }
    }
  }

  private Void registerOne(List<Device> ofOneUser) throws IOException, InterruptedException {
    String token = tokens.issue(LocalApp.ID, ofOneUser.getFirst().user());
    for (Device device : ofOneUser) {
      put(device, token);
      registered.incrementAndGet();
    }
    return null;
  }

  private void put(Device device, String token) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    tokenService
                        + "/v1/apps/"
                        + RecordKeys.encode(LocalApp.ID)
                        + "/devices/"
                        + RecordKeys.encode(device.id())))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .PUT(
                HttpRequest.BodyPublishers.ofByteArray(
                    JSON.writeValueAsBytes(
                        Map.of(
                            "address",
                            Map.of("type", "TOKEN", "value", device.address()),
                            "platform",
                            device.platform().name(),
                            "locale",
                            device.locale()))))
            .build();
    for (int attempt = 1; ; attempt++) {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() == 202) {
        return;
      }
      if (response.statusCode() != 503 || attempt == ATTEMPTS) {
        throw new CommandException(
            "token-service answered "
                + response.statusCode()
                + " to a registration: "
                + response.body());
      }
      Thread.sleep(Duration.ofSeconds(attempt));
    }
  }
}
