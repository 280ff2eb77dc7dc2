package io.chatpush.apps;

import java.util.List;

/**
 * Checks what the schema of app files cannot express: that templates can be read, that credentials
 * can be used. Called before the settings of an app come into use. Thread-safe.
 */
@FunctionalInterface
public interface AppCheck {

  /**
   * What is wrong with one setting.
   *
   * @param path the names that lead to the setting in the file
   * @param complaint what is wrong, to be read after the path; it quotes no value
   */
  record Complaint(List<String> path, String complaint) {

    public Complaint {
      path = List.copyOf(path);
    }
  }

  /** Returns what is wrong; empty if nothing is. May read files, and blocks. */
  List<Complaint> complaints(App app);
}
