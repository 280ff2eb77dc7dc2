package io.chatpush.cli.service;

import io.chatpush.cli.terminal.CommandException;
import java.io.InputStream;

/** What comes of asking for an answer that is read as it comes. */
public sealed interface Streamed {

  /**
   * It has begun.
   *
   * @param body ends with an {@link java.io.IOException} where the connection breaks; whoever reads
   *     it closes it
   */
  record Answer(InputStream body) implements Streamed {}

  /**
   * There is none, but may be later: nobody listens, or the service says that it cannot now.
   *
   * @param reason what to say if it is not tried again
   */
  record NotNow(CommandException reason) implements Streamed {}
}
