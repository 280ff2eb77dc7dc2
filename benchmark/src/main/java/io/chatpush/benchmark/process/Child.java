package io.chatpush.benchmark.process;

import io.chatpush.cli.terminal.CommandException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A process of its own, so that its CPU time is its own. It tells of itself by {@link Report}; all
 * it prints goes to a log. Used by one thread.
 */
public final class Child implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final String ENDED = "";

  private final String name;
  private final Process process;
  private final Path log;
  private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
  private final Thread endWithUs;
  private volatile boolean closed;

  private record Line(String event, JsonNode figures) {}

  private Child(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.endWithUs = new Thread(process::destroy, "stop-" + name);
    Runtime.getRuntime().addShutdownHook(endWithUs);
    Thread.ofVirtual().name("output-of-" + name).start(this::read);
  }

  /**
   * Starts a process.
   *
   * @param log is appended to
   */
  public static Child start(String name, ProcessBuilder builder, Path log) {
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      return new Child(
          name, builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())).start(), log);
    } catch (IOException e) {
      throw new CommandException("Cannot start " + name + ": " + e.getMessage(), e);
    }
  }

  /** A JVM with this one's class path. */
  public static ProcessBuilder java(Class<?> main, List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dfile.encoding=UTF-8",
            "-Dlogback.configurationFile=io/chatpush/benchmark/logback-child.xml"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  /**
   * Waits for an event; those before it are passed over.
   *
   * @throws CommandException if the process ends first, or takes longer
   */
  public JsonNode await(String event, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Line line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null) {
        throw new CommandException(
            "%s did not say \"%s\" within %d s: its log may say why, %s."
                .formatted(name, event, limit.toSeconds(), log));
      }
      if (line.event.equals(event)) {
        return line.figures;
      }
      if (line.event.equals(ENDED)) {
        lines.add(line);
        throw new CommandException(
            "%s ended before it said \"%s\": its log says why, %s.".formatted(name, event, log));
      }
    }
  }

  /** Writes a line to the standard input of the process. */
  public void tell(Object command) {
    try {
      BufferedWriter input = process.outputWriter(StandardCharsets.UTF_8);
      input.write(JSON.writeValueAsString(command));
      input.newLine();
      input.flush();
    } catch (IOException e) {
      throw new CommandException(name + " has ended: its log says why, " + log + ".", e);
    }
  }

  /** Ends the process, in order if it lets itself be ended so. */
  @Override
  public void close() {
    closed = true;
    process.destroy();
    try {
      if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(endWithUs);
    } catch (IllegalStateException e) {
      // Shutting down: it ends what has ended already.
    }
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        BufferedWriter copy =
            Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      @Nullable String text;
      while ((text = output.readLine()) != null) {
        copy.write(text);
        copy.newLine();
        copy.flush();
        int space = text.indexOf(' ');
        if (text.startsWith("@") && space > 0) {
          lines.add(new Line(text.substring(1, space), JSON.readTree(text.substring(space + 1))));
        }
      }
    } catch (IOException e) {
      if (!closed) {
        throw new UncheckedIOException("the output of " + name + " cannot be read", e);
      }
    } finally {
      lines.add(new Line(ENDED, JSON.nullNode()));
    }
  }
}
