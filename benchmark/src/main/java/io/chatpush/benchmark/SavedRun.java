package io.chatpush.benchmark;

import io.chatpush.stack.launch.StackOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Where a run of the benchmark is kept: {@code .chatpush/bench/<time>}. */
final class SavedRun {

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private SavedRun() {}

  /** Where the runs are, and what outlives one. */
  static Path home(StackOptions stack) {
    return stack.directory().root().resolve("bench");
  }

  /** A new directory of the run that began then. */
  static Path directory(Path home, Instant at) throws IOException {
    return Files.createDirectories(home.resolve(NAME.format(at)));
  }

  static void json(Object results, Path directory) {
    JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValue(directory.resolve("results.json").toFile(), results);
  }
}
