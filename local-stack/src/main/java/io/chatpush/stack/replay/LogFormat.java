package io.chatpush.stack.replay;

import io.chatpush.cli.terminal.CommandException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** How a chat log is written. */
public enum LogFormat {
  /** {@link IrcLog}: a file is a channel, named as the file up to its first dot. */
  irc,
  /** {@link JsonLinesLog}. */
  jsonl;

  /**
   * Reads a file. Bytes that are not UTF-8 become replacement characters: logs are input as it
   * comes.
   */
  ChatLog read(Path file) {
    String text;
    try {
      text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CommandException("Cannot read " + file + ": is it there, and may you read it?", e);
    }
    ChatLog log = parse(String.valueOf(file.getFileName()), text);
    if (log.messages().isEmpty()) {
      throw new CommandException("There is no message in " + file + ": is it " + this + "?");
    }
    return log;
  }

  /**
   * Reads a log.
   *
   * @param file its name: of the channel in one format, for complaints in the other
   * @throws CommandException naming what cannot be read
   */
  public ChatLog parse(String file, String text) {
    return switch (this) {
      case irc -> IrcLog.parse(file.replaceFirst("(?<=.)\\..*", ""), text);
      case jsonl -> JsonLinesLog.parse(file, text);
    };
  }
}
