package io.chatpush.cli.devices;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chatpush.cli.service.Streamed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes an export over, and goes on by itself where it breaks off. The lines since the last
 * progress are kept back until the next: so nothing is there twice, and what was written ends where
 * its cursor says. For one export, by one thread.
 */
final class DeviceExport {

  /** Begins an answer. */
  @FunctionalInterface
  interface Source {
    /**
     * Asks for what follows.
     *
     * @param cursor after which; {@code null} for all
     */
    Streamed after(@Nullable String cursor) throws InterruptedException;
  }

  /** Takes lines, up to and with a progress. */
  @FunctionalInterface
  interface Sink {
    void write(byte[] lines);
  }

  /**
   * How it went.
   *
   * @param devices written
   * @param cursor where to go on
   * @param reason why it did not end; {@code null} if it did
   */
  record Ended(long devices, @Nullable String cursor, @Nullable String reason) {}

  private static final ObjectMapper JSON = new ObjectMapper();
  static final String PROGRESS = "{\"progress\"";
  private static final String PROBLEM = "{\"problem\"";

  private final Source source;
  private final Sink sink;
  private final Patience patience;
  private final LongConsumer onProgress;
  private @Nullable String cursor;
  private long devices;
  private boolean complete;

  /**
   * @param onProgress is told how many devices are written
   */
  DeviceExport(Source source, Sink sink, Patience patience, LongConsumer onProgress) {
    this.source = source;
    this.sink = sink;
    this.patience = patience;
    this.onProgress = onProgress;
  }

  /** Writes all after {@code from}, or all. */
  Ended run(@Nullable String from) throws InterruptedException {
    cursor = from;
    while (true) {
      String failure =
          switch (source.after(cursor)) {
            case Streamed.Answer(var body) -> copy(body);
            case Streamed.NotNow(var reason) -> String.valueOf(reason.getMessage());
          };
      if (complete) {
        return new Ended(devices, cursor, null);
      }
      if (!patience.waitToTryAgain()) {
        return new Ended(devices, cursor, failure);
      }
    }
  }

  /** Returns why the answer ended, which is of no interest if it was complete. */
  private String copy(InputStream body) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      StringBuilder page = new StringBuilder();
      long inPage = 0;
      @Nullable String line;
      while ((line = lines.readLine()) != null) {
        if (line.startsWith(PROBLEM)) {
          return JSON.readTree(line).path("problem").path("detail").asText();
        }
        page.append(line).append('\n');
        if (line.startsWith(PROGRESS)) {
          JsonNode progress = JSON.readTree(line).path("progress");
          sink.write(page.toString().getBytes(StandardCharsets.UTF_8));
          page.setLength(0);
          reached(progress, inPage);
          inPage = 0;
        } else {
          inPage++;
        }
      }
      return "The answer broke off.";
    } catch (JsonProcessingException e) {
      return "The answer broke off within a line.";
    } catch (IOException e) {
      return "The connection broke: " + e.getMessage();
    }
  }

  private void reached(JsonNode progress, long more) {
    devices += more;
    complete = progress.path("complete").asBoolean();
    cursor = progress.path("cursor").asText(cursor);
    patience.renew();
    onProgress.accept(devices);
  }
}
