package io.chatpush.stack.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The one app of a local stack, its file, and its Firebase project at the simulator. */
public final class LocalApp {

  public static final String ID = "demo";
  public static final String PROJECT = "chatpush-demo";

  private static final String TEMPLATE = "demo.yaml";

  private LocalApp() {}

  /** Returns the app file of a stack, which may be changed while the stack runs. */
  public static Path file(StackDirectory directory) {
    return directory.apps().resolve(ID + ".yaml");
  }

  /** Returns the app file as the stack writes it first. */
  public static String text(StackDirectory directory) {
    try (InputStream template = LocalApp.class.getResourceAsStream(TEMPLATE)) {
      if (template == null) {
        throw new IllegalStateException("the resource %s is missing".formatted(TEMPLATE));
      }
      return new String(template.readAllBytes(), StandardCharsets.UTF_8)
          .replace("@project@", PROJECT)
          .replace("@credentials@", directory.serviceAccount().toString());
    } catch (IOException e) {
      throw new UncheckedIOException("a resource of this module is readable", e);
    }
  }

  /** Keeps a file that a user has changed. */
  static void writeIfAbsent(StackDirectory directory) throws IOException {
    if (!Files.exists(file(directory))) {
      Files.writeString(file(directory), text(directory));
    }
  }
}
