package io.chatpush.stack.launch;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which stack a command is about. */
public final class StackOptions {

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "Where the stack keeps its data, logs and keys (default: .chatpush).",
      defaultValue = "${env:CHATPUSH_DIRECTORY}")
  private @Nullable Path directory;

  /** The directory chosen, or {@code .chatpush} in that of the project. */
  public StackDirectory directory() {
    return new StackDirectory(
        directory == null || directory.toString().isEmpty()
            ? Artifacts.locate().project().resolve(".chatpush")
            : directory);
  }
}
