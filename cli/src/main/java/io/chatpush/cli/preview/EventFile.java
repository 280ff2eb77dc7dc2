package io.chatpush.cli.preview;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chatpush.cli.terminal.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** A mixin of picocli: the file with the event. The service says whether the event is right. */
final class EventFile {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STANDARD_INPUT = "-";

  @Parameters(
      paramLabel = "EVENT.json",
      description =
          "A file with one chat event as a JSON object, with the fields of a ChatMessageEvent; - for"
              + " standard input.")
  private String file = "";

  /**
   * Returns the event, which may be changed.
   *
   * @throws CommandException if there is no file, or it has no JSON object
   */
  ObjectNode read() {
    JsonNode event;
    try {
      event = JSON.readTree(bytes());
    } catch (JsonProcessingException e) {
      throw new CommandException(
          "%s is not JSON from line %d, column %d on."
              .formatted(name(), e.getLocation().getLineNr(), e.getLocation().getColumnNr()),
          e);
    } catch (NoSuchFileException e) {
      throw new CommandException("There is no file " + name() + ".", e);
    } catch (IOException e) {
      throw new CommandException("Cannot read " + name() + ".", e);
    }
    if (event instanceof ObjectNode object) {
      return object;
    }
    throw new CommandException(name() + " must have one JSON object: the event.");
  }

  /** Returns an event as the body of a request. */
  static byte[] bytes(ObjectNode event) {
    try {
      return JSON.writeValueAsBytes(event);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a tree of JSON can be written", e);
    }
  }

  private byte[] bytes() throws IOException {
    return file.equals(STANDARD_INPUT)
        ? System.in.readAllBytes()
        : Files.readAllBytes(Path.of(file));
  }

  private String name() {
    return file.equals(STANDARD_INPUT) ? "Standard input" : file;
  }
}
