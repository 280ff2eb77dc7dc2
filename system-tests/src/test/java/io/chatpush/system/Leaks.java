package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds {@link Secrets} in what a stack shows: in the logs, each line of which is read once, and in
 * the meters. Used by one thread.
 */
final class Leaks {

  private final Map<Path, Long> read = new HashMap<>();

  /**
   * Fails if a log, since the last time, or a meter has a secret that a test told the stack.
   *
   * @throws AssertionError with the place of each
   */
  void requireNone(RunningStack stack) throws IOException {
    SecretSearch search = new SecretSearch(Secrets.all());
    List<String> found = inLogs(stack.logs(), search);
    for (String url : List.of(stack.tokenServiceUrl(), stack.dispatchServiceUrl())) {
      String meters = Http.get(url + "/actuator/prometheus");
      found.addAll(search.in("the meters at " + url, meters));
    }
    assertThat(found).as("secrets that the stack has let out").isEmpty();
  }

  /** The places in these files, of what was written since the last call. */
  List<String> inLogs(Collection<Path> logs, SecretSearch search) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path log : logs) {
      found.addAll(search.in(log.toString(), news(log)));
    }
    return found;
  }

  /** Ends with a whole line, so that no secret is cut in two. */
  private String news(Path log) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long from = read.getOrDefault(log, 0L);
      byte[] bytes = new byte[Math.toIntExact(file.length() - from)];
      file.seek(from);
      file.readFully(bytes);
      int end = bytes.length;
      while (end > 0 && bytes[end - 1] != '\n') {
        end--;
      }
      read.put(log, from + end);
      return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
  }
}
