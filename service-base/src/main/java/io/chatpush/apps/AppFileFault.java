package io.chatpush.apps;

import java.util.List;

/**
 * What is wrong with an app file.
 *
 * @param line of the file, from 1; 0 if it concerns the file as a whole
 * @param path of the setting, as {@code event-types.NEW_MESSAGE.ttl}; empty for the whole file
 * @param complaint what is wrong, to be read after the path; it quotes no value
 */
public record AppFileFault(int line, String path, String complaint) {

  /** Returns the sentence that operators see, without the name of the file. */
  public String sentence() {
    StringBuilder sentence = new StringBuilder();
    if (line > 0) {
      sentence.append("line ").append(line).append(": ");
    }
    if (!path.isEmpty()) {
      sentence.append(path).append(' ');
    }
    return sentence.append(complaint).toString();
  }

  /** Returns the sentences of several faults, in one line. */
  static String sentences(List<AppFileFault> faults) {
    int shown = Math.min(faults.size(), MOST_SHOWN);
    String text =
        String.join("; ", faults.subList(0, shown).stream().map(AppFileFault::sentence).toList());
    return faults.size() == shown ? text : text + "; and %d more".formatted(faults.size() - shown);
  }

  private static final int MOST_SHOWN = 5;
}
