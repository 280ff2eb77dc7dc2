package io.chatpush.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys in a file, read again whenever the file's time or size is another. A file that is gone
 * or has become unreadable leaves the keys as they were, and a warning.
 *
 * <p>Thread-safe.
 */
final class KeyFile<K> implements Supplier<List<K>> {

  private static final Logger log = LoggerFactory.getLogger(KeyFile.class);

  private final String setting;
  private final Path file;
  private final Function<byte[], List<K>> parser;
  private volatile Content<K> content;

  private KeyFile(String setting, Path file, Function<byte[], List<K>> parser) throws IOException {
    this.setting = setting;
    this.file = file;
    this.parser = parser;
    Version version = version();
    content = new Content<>(version, parser.apply(Files.readAllBytes(file)));
  }

  /**
   * @param parser throws an IllegalArgumentException that says what is wrong without quoting it
   * @throws IllegalArgumentException what is wrong with the file, to be read after its setting
   */
  static <K> KeyFile<K> read(String setting, Path file, Function<byte[], List<K>> parser) {
    try {
      return new KeyFile<>(setting, file, parser);
    } catch (IOException e) {
      throw new IllegalArgumentException("names a file that cannot be read", e);
    }
  }

  @Override
  public List<K> get() {
    Version now = version();
    Content<K> known = content;
    return now.equals(known.version()) ? known.keys() : readAgain(now);
  }

  private synchronized List<K> readAgain(Version now) {
    Content<K> known = content;
    if (now.equals(known.version())) {
      return known.keys();
    }
    List<K> keys = known.keys();
    try {
      keys = parser.apply(Files.readAllBytes(file));
      log.info("{} has changed and is read again", setting);
    } catch (IOException e) {
      log.warn("{} names a file that cannot be read any more; its keys stay in use", setting);
    } catch (IllegalArgumentException e) {
      log.warn("{} {}; the keys from before stay in use", setting, e.getMessage());
    }
    content = new Content<>(now, keys);
    return keys;
  }

  /** Taken before the content is read, so that a change meanwhile is seen the next time. */
  private Version version() {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Version(attributes.lastModifiedTime(), attributes.size());
    } catch (IOException e) {
      return Version.ABSENT;
    }
  }

  private record Version(FileTime modified, long size) {
    static final Version ABSENT = new Version(FileTime.fromMillis(0), -1);
  }

  private record Content<K>(Version version, List<K> keys) {}
}
