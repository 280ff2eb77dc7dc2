package io.chatpush.stack.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogExcerptTest {

  @TempDir private Path directory = Path.of("");

  @Test
  void showsTheErrorsSinceTheStartAndNoFrames() throws IOException {
    write("ERROR of an earlier start\n");
    long start = LogExcerpt.end(log());
    write(
        """
        INFO  starting
        ERROR the port is taken
        java.net.BindException: Address already in use
            at java.base/sun.nio.ch.Net.bind(Net.java)
            at io.chatpush.ErrorException.bind(Server.java)
        INFO  stopping
        """);

    assertThat(LogExcerpt.since(log(), start))
        .isEqualTo(
            "The last errors in its log, "
                + log()
                + ":\n  ERROR the port is taken\n  java.net.BindException: Address already in use");
  }

  @Test
  void showsTheLastLinesWhereNoneNamesAnError() throws IOException {
    write("INFO one\nINFO two\nINFO three\nINFO four\nINFO five\nINFO six\nINFO seven\n");

    assertThat(LogExcerpt.since(log(), 0))
        .startsWith("Its log names no error and ends with, " + log() + ":\n  INFO two")
        .endsWith("INFO seven");
  }

  @Test
  void saysThatTheLogSaysNothing() throws IOException {
    assertThat(LogExcerpt.since(log(), LogExcerpt.end(log())))
        .isEqualTo("It wrote nothing to its log, " + log() + ".");

    write("ERROR of an earlier start\n");
    assertThat(LogExcerpt.since(log(), LogExcerpt.end(log())))
        .isEqualTo("It wrote nothing to its log, " + log() + ".");
  }

  private void write(String text) throws IOException {
    Files.writeString(log(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private Path log() {
    return directory.resolve("service.log");
  }
}
