package io.chatpush.stack.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chatpush.cli.terminal.CommandException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks the FCM simulator what it has seen. */
public final class SimulatorClient {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String url;
  private final HttpClient http;

  /**
   * @param url of the simulator's own API, in clear
   */
  public SimulatorClient(String url, HttpClient http) {
    this.url = url;
    this.http = http;
  }

  /** How many pushes reached a device that had had the same push before, since it was started. */
  public long duplicates() throws InterruptedException {
    return get("/simulator/stats").path("duplicates").asLong();
  }

  /** The latest pushes, as the simulator shows them. */
  public JsonNode latestPushes(int limit) throws InterruptedException {
    return get("/simulator/messages?limit=" + limit);
  }

  private JsonNode get(String path) throws InterruptedException {
    try {
      HttpResponse<byte[]> response =
          http.send(
              HttpRequest.newBuilder(URI.create(url + path))
                  .timeout(Duration.ofSeconds(10))
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new CommandException(
            "The FCM simulator answered " + response.statusCode() + " to " + path + ".");
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new CommandException("The FCM simulator at " + url + " does not answer.", e);
    }
  }
}
