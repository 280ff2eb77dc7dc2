package io.chatpush.cli.devices;

import io.chatpush.cli.terminal.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where an export goes: {@code FILE.part} until all is there. Readable by its owner only, for it
 * has addresses. Ends at a progress whenever nothing is being written.
 */
final class ExportFile implements DeviceExport.Sink, AutoCloseable {

  private final Path file;
  private final Path part;
  private final FileChannel channel;

  /**
   * @param cursor up to which to keep what an export before has left; {@code null} for nothing
   */
  ExportFile(Path file, @Nullable String cursor) {
    this.file = file;
    this.part = file.resolveSibling(file.getFileName() + ".part");
    try {
      long kept = cursor != null && Files.exists(part) ? endOf(cursor) : 0;
      if (kept == 0) {
        Files.deleteIfExists(part);
        Files.createFile(
            part,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      channel = FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
      channel.truncate(kept);
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** Where the progress with that cursor ends: what follows will come again. */
  private long endOf(String cursor) throws IOException {
    String sought = "\"cursor\":\"" + cursor + "\"";
    try (InputStream input = Files.newInputStream(part)) {
      LineChunks lines = new LineChunks(input, 1);
      long end = 0;
      for (Optional<LineChunks.Chunk> next = lines.next(); next.isPresent(); next = lines.next()) {
        byte[] line = next.get().bytes();
        end += line.length;
        String text = new String(line, StandardCharsets.UTF_8);
        if (text.startsWith(DeviceExport.PROGRESS) && text.contains(sought)) {
          return end;
        }
      }
    }
    throw new CommandException(
        part + " is not of the export with that cursor: move it away, or leave out --cursor.");
  }

  @Override
  public void write(byte[] lines) {
    try {
      long before = channel.size();
      try {
        for (ByteBuffer left = ByteBuffer.wrap(lines); left.hasRemaining(); ) {
          var _ = channel.write(left);
        }
      } catch (IOException e) {
        channel.truncate(before);
        throw e;
      }
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** All is there: from now on it has its name. */
  void complete() {
    try {
      channel.force(true);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CommandException cannotWrite(IOException cause) {
    return new CommandException("Cannot write " + part + ": " + cause.getMessage(), cause);
  }
}
