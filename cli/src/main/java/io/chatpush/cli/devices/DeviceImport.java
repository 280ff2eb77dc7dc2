package io.chatpush.cli.devices;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chatpush.cli.devices.LineChunks.Chunk;
import io.chatpush.cli.service.Streamed;
import io.chatpush.cli.terminal.CommandException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends lines to token-service, some thousands a request, and goes on by itself where one fails:
 * the service says after each thousand how many Kafka has. For one import, by one thread.
 */
final class DeviceImport {

  /** Sends a request. */
  @FunctionalInterface
  interface Target {
    /**
     * Sends lines.
     *
     * @param skip how many of the lines Kafka has already
     */
    Streamed send(byte[] lines, long skip) throws InterruptedException;
  }

  /** Is told while it works. */
  interface Listener {
    void reached(Counts counts);

    /**
     * A line is left out.
     *
     * @param line its number, from 1
     * @param problem what is wrong with it
     */
    void refused(long line, JsonNode problem);

    /**
     * Something of a line is stored otherwise than it was sent.
     *
     * @param line its number, from 1
     * @param notices what is
     */
    void noticed(long line, JsonNode notices);
  }

  /**
   * What became of the lines.
   *
   * @param lines dealt with, those skipped at the beginning included
   * @param accepted Kafka has them
   * @param refused they are wrong
   * @param noticed of those accepted, something is stored otherwise than it was sent
   */
  record Counts(long lines, long accepted, long refused, long noticed) {}

  /**
   * How it went.
   *
   * @param reason why it did not end; {@code null} if it did
   */
  record Ended(Counts counts, @Nullable String reason) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Target target;
  private final Patience patience;
  private final Listener listener;
  private Counts counts = new Counts(0, 0, 0, 0);
  private long lastRefused;
  private long lastNoticed;
  private boolean complete;

  DeviceImport(Target target, Patience patience, Listener listener) {
    this.target = target;
    this.patience = patience;
    this.listener = listener;
  }

  /**
   * Sends all of them.
   *
   * @param skip how many at the beginning to leave out
   */
  Ended run(LineChunks lines, long skip) throws IOException, InterruptedException {
    lines.skip(skip);
    counts = new Counts(skip, 0, 0, 0);
    for (Optional<Chunk> chunk = lines.next(); chunk.isPresent(); chunk = lines.next()) {
      String failure = send(chunk.get());
      if (failure != null) {
        return new Ended(counts, failure);
      }
    }
    return new Ended(counts, null);
  }

  /** Returns why it could not be sent, if so. */
  private @Nullable String send(Chunk chunk) throws InterruptedException {
    complete = false;
    while (true) {
      String failure;
      try {
        failure =
            switch (target.send(chunk.bytes(), counts.lines() - chunk.before())) {
              case Streamed.Answer(var body) -> read(body, chunk.before());
              case Streamed.NotNow(var reason) -> String.valueOf(reason.getMessage());
            };
      } catch (CommandException e) {
        if (chunk.before() == 0) {
          throw e;
        }
        return e.getMessage(); // refused in the midst: what is done is to be told
      }
      if (complete) {
        return null;
      }
      if (!patience.waitToTryAgain()) {
        return failure;
      }
    }
  }

  /** Returns why the answer ended, which is of no interest if it was complete. */
  private String read(InputStream body, long before) {
    Counts atBegin = counts;
    try (BufferedReader answer =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      @Nullable String line;
      while ((line = answer.readLine()) != null) {
        JsonNode said = JSON.readTree(line);
        if (said.has("problem")) {
          return said.path("problem").path("detail").asText();
        } else if (said.has("refused")) {
          refused(said.path("refused"), before);
        } else if (said.has("noticed")) {
          noticed(said.path("noticed"), before);
        } else {
          reached(said.path("progress"), before, atBegin);
        }
      }
      return "The answer broke off.";
    } catch (JsonProcessingException e) {
      return "The answer broke off within a line.";
    } catch (IOException e) {
      return "The connection broke: " + e.getMessage();
    }
  }

  /** Once for each line, also where a request had to be sent again. */
  private void refused(JsonNode refused, long before) {
    long line = before + refused.path("line").asLong();
    if (line > lastRefused) {
      lastRefused = line;
      listener.refused(line, refused.path("problem"));
    }
  }

  private void noticed(JsonNode noticed, long before) {
    long line = before + noticed.path("line").asLong();
    if (line > lastNoticed) {
      lastNoticed = line;
      listener.noticed(line, noticed.path("notices"));
    }
  }

  private void reached(JsonNode progress, long before, Counts atBegin) {
    counts =
        new Counts(
            before + progress.path("lines").asLong(),
            atBegin.accepted() + progress.path("accepted").asLong(),
            atBegin.refused() + progress.path("refused").asLong(),
            atBegin.noticed() + progress.path("noticed").asLong());
    complete = progress.path("complete").asBoolean();
    patience.renew();
    listener.reached(counts);
  }
}
