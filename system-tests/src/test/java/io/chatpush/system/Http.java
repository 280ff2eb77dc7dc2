package io.chatpush.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What the services show to whoever asks. */
final class Http {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private Http() {}

  /**
   * The body of an answer.
   *
   * @throws AssertionError unless it is a 200
   */
  static String get(String url) {
    HttpResponse<String> response = answer(url);
    if (response.statusCode() != 200) {
      throw new AssertionError(url + " was answered " + response.statusCode());
    }
    return response.body();
  }

  /** The answer, whatever its status. */
  static HttpResponse<String> answer(String url) {
    try {
      return CLIENT.send(
          HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking " + url, e);
    }
  }
}
