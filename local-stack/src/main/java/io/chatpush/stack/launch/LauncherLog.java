package io.chatpush.stack.launch;

import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Where the launcher's own libraries log, and stack traces go: never to the terminal. */
public final class LauncherLog {

  private static final String FILE = "chatpush.log";

  private LauncherLog() {}

  /** Names the file, before anything is logged; only the first call counts. */
  static void writeTo(Path file) {
    if (System.getProperty(FILE) != null) {
      return;
    }
    System.setProperty("logback.configurationFile", "io/chatpush/stack/logback-launcher.xml");
    System.setProperty(FILE, file.toString());
  }

  /**
   * Keeps the stack trace of what stopped a command.
   *
   * @return where, for the person at the terminal; empty when no directory was chosen yet
   */
  public static String keep(Exception failure) {
    String file = System.getProperty(FILE);
    if (file == null) {
      return "";
    }
    LoggerFactory.getLogger(LauncherLog.class).error("A command stopped", failure);
    return file;
  }
}
