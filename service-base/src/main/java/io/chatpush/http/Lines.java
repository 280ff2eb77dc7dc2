package io.chatpush.http;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;

/**
 * Cuts the body of a request into its lines while it is received. A line that is too long is
 * reported as such, and its bytes are not kept; Spring's decoder ends the whole body there, and
 * releases a buffer twice.
 *
 * <p>An instance is used for one body.
 */
public final class Lines {

  /**
   * A line without its line feed.
   *
   * @param bytes of the line; empty where it is too long
   * @param tooLong whether it is longer than allowed
   */
  // A record for its brevity alone: lines are never compared.
  @SuppressWarnings("ArrayRecordComponent")
  public record Line(byte[] bytes, boolean tooLong) {

    /** Returns whether the line has nothing but white space and control characters. */
    public boolean isBlank() {
      for (byte b : bytes) {
        if (b > ' ' || b < 0) {
          return false;
        }
      }
      return !tooLong;
    }
  }

  /**
   * Buffers that are received ahead of the one that is cut, of up to 64 KB each. Reactor's default
   * of 256 would be memory that no line accounts for.
   */
  private static final int PREFETCH = 8;

  private final int longest;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean tooLong;

  private Lines(int longest) {
    this.longest = longest;
  }

  /**
   * Returns the lines of the body. The last one needs no line feed.
   *
   * @param longest the bytes of the longest line that is allowed
   */
  public static Flux<Line> of(Flux<DataBuffer> body, int longest) {
    return Flux.defer(() -> {
      Lines lines = new Lines(longest);
      return body.concatMapIterable(lines::cut, PREFETCH)
          .concatWith(Flux.defer(lines::rest))
          .doOnDiscard(DataBuffer.class, DataBufferUtils::release);
    });
  }

  private List<Line> cut(DataBuffer buffer) {
    byte[] bytes = RequestBytes.of(buffer);
    List<Line> ended = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        keep(bytes, from, i);
        ended.add(end());
        from = i + 1;
      }
    }
    keep(bytes, from, bytes.length);
    return ended;
  }

  private void keep(byte[] bytes, int from, int to) {
    if (!tooLong && line.size() + to - from > longest) {
      tooLong = true;
      line.reset();
    }
    if (!tooLong) {
      line.write(bytes, from, to - from);
    }
  }

  private Line end() {
    Line ended = new Line(line.toByteArray(), tooLong);
    line.reset();
    tooLong = false;
    return ended;
  }

  private Flux<Line> rest() {
    @Nullable Line last = line.size() > 0 || tooLong ? end() : null;
    return last == null ? Flux.empty() : Flux.just(last);
  }
}
