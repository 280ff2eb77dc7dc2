package io.chatpush.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program that runs beside the tests; its output goes to files, so that it never blocks on us.
 */
final class Program implements AutoCloseable {

  private final String name;
  private final Process process;
  private final Path output;
  private final Path errors;

  private Program(String name, Process process, Path output, Path errors) {
    this.name = name;
    this.process = process;
    this.output = output;
    this.errors = errors;
  }

  /**
   * How a program ended.
   *
   * @param output what it wrote to standard output
   * @param errors what it wrote to standard error
   */
  record Ended(String name, int status, String output, String errors) {

    /**
     * Its standard output.
     *
     * @throws AssertionError with everything it wrote unless it ended with status 0
     */
    String requireSuccess() {
      if (status != 0) {
        throw new AssertionError(this);
      }
      return output;
    }

    @Override
    public String toString() {
      return name + " ended with status " + status + "\n" + output + errors;
    }
  }

  /** Whether a program of this name can be run. */
  static boolean isOnPath(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
  }

  /**
   * Starts a program.
   *
   * @param name for failure messages
   * @param input what it reads from standard input
   */
  static Program start(String name, ProcessBuilder builder, String input) {
    try {
      Path directory = Files.createDirectories(Project.target("programs"));
      Path output = Files.createTempFile(directory, "run-", ".out");
      Path errors = Files.createTempFile(directory, "run-", ".err");
      Process process =
          builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
      try (var stdin = process.outputWriter()) {
        stdin.write(input);
      }
      return new Program(name, process, output, errors);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be run", e);
    }
  }

  /**
   * Waits until it ends.
   *
   * @throws AssertionError with what it has written so far when it runs for longer, after killing
   *     it
   */
  Ended await(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      close();
      throw new AssertionError(
          name + " did not end within " + limit.toSeconds() + " s\n" + output() + read(errors));
    }
    return new Ended(name, process.exitValue(), output(), read(errors));
  }

  private String output() {
    return read(output);
  }

  /** Kills it, if it still runs. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    var _ = process.destroyForcibly().onExit().join();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
