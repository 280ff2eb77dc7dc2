package io.chatpush.cli.devices;

import io.chatpush.cli.service.Streamed;
import io.chatpush.cli.terminal.CommandException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;

/** Answers of a service, whole and broken. */
final class BrokenStream extends InputStream {

  private BrokenStream() {}

  /** Nobody listens. */
  static Streamed notNow() {
    return new Streamed.NotNow(new CommandException("It does not answer."));
  }

  /** An answer to its end. */
  static Streamed whole(String text) {
    return new Streamed.Answer(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** An answer after whose beginning the connection is lost. */
  static Streamed after(String text) {
    return new Streamed.Answer(
        new SequenceInputStream(
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), new BrokenStream()));
  }

  @Override
  public int read() throws IOException {
    throw new IOException("connection reset");
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    throw new IOException("connection reset");
  }
}
