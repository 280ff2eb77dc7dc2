package io.chatpush.stack.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chatpush.cli.terminal.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What runs, on disk: {@code run/NAME.pid} for a process, {@code run/ports.json} for where the
 * parts listen, and {@code run/optimized} if their JVMs optimize.
 *
 * <p>A process writes its pid itself before it becomes what it is to be, so that even one whose
 * launcher is killed at that very moment is found; when it did is when it started.
 */
final class RunRecords {

  /** Held until closed. */
  interface Lock extends AutoCloseable {
    @Override
    void close();
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;

  RunRecords(Path directory) {
    this.directory = directory;
  }

  /**
   * Keeps other launchers from changing what runs until closed; the operating system lets go of it
   * when this process dies.
   */
  Lock lock() {
    try {
      FileChannel channel =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      @Nullable FileLock lock;
      try {
        lock = channel.tryLock();
      } catch (OverlappingFileLockException e) {
        lock = null;
      }
      if (lock == null) {
        channel.close();
        throw new CommandException(
            "Another ./chatpush is starting or stopping the stack in "
                + directory.getParent()
                + ": wait until it is done.");
      }
      return () -> release(channel);
    } catch (IOException e) {
      throw new CommandException("Cannot lock " + directory + ".", e);
    }
  }

  private static void release(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a process writes its pid. */
  Path pidFile(String name) {
    return directory.resolve(name + ".pid");
  }

  Optional<RunRecord> process(String name) {
    Path file = pidFile(name);
    try {
      String pid = Files.readString(file).strip();
      return pid.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new RunRecord(Long.parseLong(pid), Files.getLastModifiedTime(file).toInstant()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | NumberFormatException e) {
      throw damaged(file, e);
    }
  }

  /** Notes a pid unless the process itself has, or does so later; its word is the better one. */
  void putIfAbsent(String name, long pid) {
    try {
      Files.writeString(pidFile(name), Long.toString(pid), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      // The process was quicker.
    } catch (IOException e) {
      throw new CommandException("Cannot write " + pidFile(name) + ".", e);
    }
  }

  void remove(String name) {
    try {
      Files.deleteIfExists(pidFile(name));
    } catch (IOException e) {
      throw new CommandException("Cannot delete " + pidFile(name) + ".", e);
    }
  }

  Optional<Ports> ports() {
    Path file = portsFile();
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode node = JSON.readTree(file.toFile());
      return Optional.of(
          new Ports(
              node.path("tokenService").asInt(),
              node.path("dispatchService").asInt(),
              node.path("registry").asInt(),
              node.path("simulator").asInt(),
              node.path("simulatorHttp").asInt(),
              node.path("kafka").asInt()));
    } catch (IOException e) {
      throw damaged(file, e);
    }
  }

  void put(Ports ports) {
    try {
      write(portsFile(), JSON.writeValueAsBytes(ports));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Six numbers are not JSON", e);
    }
  }

  /** Whether JVMs that are started compile with C2, too. */
  boolean isOptimized() {
    return Files.exists(optimizedFile());
  }

  void putOptimized(boolean optimized) {
    try {
      if (optimized) {
        write(optimizedFile(), new byte[0]);
      } else {
        Files.deleteIfExists(optimizedFile());
      }
    } catch (IOException e) {
      throw new CommandException("Cannot delete " + optimizedFile() + ".", e);
    }
  }

  private Path optimizedFile() {
    return directory.resolve("optimized");
  }

  private Path portsFile() {
    return directory.resolve("ports.json");
  }

  /** Replaces a file whole, so that nobody ever reads half of one. */
  private void write(Path file, byte[] content) {
    Path draft = directory.resolve(file.getFileName() + ".tmp");
    try {
      Files.write(draft, content);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new CommandException("Cannot write " + file + ".", e);
    }
  }

  private static CommandException damaged(Path file, Exception cause) {
    return new CommandException(
        file + " is damaged: stop the processes by hand and delete it.", cause);
  }
}
