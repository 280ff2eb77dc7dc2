package io.chatpush.cli.devices;

import io.chatpush.cli.terminal.CommandException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads lines by the thousand: as much as one request sends, and as can be sent again when it
 * fails, also where they come from a pipe.
 */
final class LineChunks {

  /**
   * Some lines that follow one another.
   *
   * @param bytes of them, with their ends
   * @param before how many lines are before them
   * @param lines how many they are
   */
  // A record for its brevity alone: chunks are never compared.
  @SuppressWarnings("ArrayRecordComponent")
  record Chunk(byte[] bytes, long before, int lines) {}

  /** Far more than any registration has. */
  private static final int LONGEST_LINE = 1 << 20;

  private final InputStream input;
  private final int linesAtOnce;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private long taken;

  /**
   * @param linesAtOnce of a chunk
   */
  LineChunks(InputStream input, int linesAtOnce) {
    this.input = input;
    this.linesAtOnce = linesAtOnce;
  }

  /** Passes over lines, fewer if there are fewer. */
  void skip(long lines) throws IOException {
    ByteArrayOutputStream nothing = new ByteArrayOutputStream();
    for (long line = 0; line < lines && take(nothing); line++) {
      nothing.reset();
    }
  }

  /** The next lines; empty after the last. */
  Optional<Chunk> next() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long before = taken;
    while (taken - before < linesAtOnce && take(bytes)) {
      // take has counted it
    }
    return taken == before
        ? Optional.empty()
        : Optional.of(new Chunk(bytes.toByteArray(), before, (int) (taken - before)));
  }

  /** Takes a line; the last needs no end. */
  private boolean take(ByteArrayOutputStream into) throws IOException {
    int before = into.size();
    while (true) {
      if (position == limit) {
        position = 0;
        limit = input.read(buffer);
        if (limit < 0) {
          limit = 0;
          boolean any = into.size() > before;
          taken += any ? 1 : 0;
          return any;
        }
      }
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      boolean ended = end < limit;
      int next = ended ? end + 1 : end;
      into.write(buffer, position, next - position);
      position = next;
      if (into.size() - before > LONGEST_LINE) {
        throw new CommandException(
            "Line %,d is longer than any registration: are these JSON lines?".formatted(taken + 1));
      }
      if (ended) {
        taken++;
        return true;
      }
    }
  }
}
