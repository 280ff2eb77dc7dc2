package io.chatpush.stack.launch;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What a process wrote to its log from some moment on, so far as it explains a failure. */
final class LogExcerpt {

  /** Enough for a stack trace of Spring; the log may be of gigabytes. */
  private static final int MOST_BYTES = 256 * 1024;

  private static final int MOST_LINES = 6;
  private static final int LONGEST_LINE = 300;

  /** Lines that name a failure, as Logback, Spring Boot, Quarkus and the JVM write them. */
  private static final Pattern FAILURE =
      Pattern.compile(
          "\\bERROR\\b|\\bFATAL\\b|Exception\\b|\\bOutOfMemoryError\\b|^Error|APPLICATION FAILED");

  /** Frames of a stack trace; the exceptions between them are what counts. */
  private static final Pattern FRAME = Pattern.compile("^\\s+at |^\\s+\\.\\.\\. \\d+ ");

  private LogExcerpt() {}

  /** Where the log ends now: what is written later is after it. */
  static long end(Path log) {
    try {
      return Files.size(log);
    } catch (IOException e) {
      return 0; // it is not there yet
    }
  }

  /**
   * Returns a sentence that ends a message, with the last lines of the log that name a failure, or
   * its last lines when none does.
   *
   * @param from where the log ended when the process was started
   */
  static String since(Path log, long from) {
    List<String> lines = read(log, from).lines().filter(line -> !line.isBlank()).toList();
    if (lines.isEmpty()) {
      return "It wrote nothing to its log, " + log + ".";
    }
    List<String> failures =
        lines.stream().filter(line -> FAILURE.matcher(line).find() && !isFrame(line)).toList();
    List<String> shown = failures.isEmpty() ? lines : failures;
    return (failures.isEmpty()
            ? "Its log names no error and ends with"
            : "The last errors in its log")
        + ", "
        + log
        + ":"
        + String.join(
            "",
            shown.stream()
                .skip(Math.max(0, shown.size() - MOST_LINES))
                .map(LogExcerpt::shown)
                .toList());
  }

  private static boolean isFrame(String line) {
    return FRAME.matcher(line).find();
  }

  private static String shown(String line) {
    String printable = line.replaceAll("\\p{Cntrl}", " ");
    return "\n  "
        + (printable.length() <= LONGEST_LINE
            ? printable
            : printable.substring(0, LONGEST_LINE) + "…");
  }

  private static String read(Path log, long from) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long begin = Math.max(from, file.length() - MOST_BYTES);
      if (begin >= file.length()) {
        return "";
      }
      byte[] bytes = new byte[(int) (file.length() - begin)];
      file.seek(begin);
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
