package io.chatpush.token.web;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;

/**
 * Cuts a body into its lines as it comes. Of a line that is too long only that much is kept as to
 * know that it is; Spring's decoder ends the whole body there, and releases a buffer twice.
 *
 * <p>For one body.
 */
final class Lines {

  /**
   * A line without its end.
   *
   * @param bytes of it; empty where it is too long
   * @param tooLong whether it is longer than allowed
   */
  // A record for its brevity alone: lines are never compared.
  @SuppressWarnings("ArrayRecordComponent")
  record Line(byte[] bytes, boolean tooLong) {

    boolean isBlank() {
      for (byte b : bytes) {
        if (b > ' ' || b < 0) {
          return false;
        }
      }
      return !tooLong;
    }
  }

  private final int longest;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean tooLong;

  private Lines(int longest) {
    this.longest = longest;
  }

  /**
   * The lines of {@code body}, the last also if nothing ends it.
   *
   * @param longest a line in bytes
   */
  static Flux<Line> of(Flux<DataBuffer> body, int longest) {
    return Flux.defer(() -> {
      Lines lines = new Lines(longest);
      return body.concatMapIterable(lines::cut)
          .concatWith(Flux.defer(lines::rest))
          .doOnDiscard(DataBuffer.class, DataBufferUtils::release);
    });
  }

  private List<Line> cut(DataBuffer buffer) {
    byte[] bytes = new byte[buffer.readableByteCount()];
    buffer.read(bytes);
    DataBufferUtils.release(buffer);
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
