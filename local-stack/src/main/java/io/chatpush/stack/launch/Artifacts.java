package io.chatpush.stack.launch;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The jars that the build made, found from where this class was loaded.
 *
 * @param project the directory of the project
 */
record Artifacts(Path project) {

  static Artifacts locate() {
    try {
      // PROJECT/local-stack/target/chatpush-local-stack-VERSION.jar, or .../target/classes
      Path own =
          Path.of(Artifacts.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return new Artifacts(own.resolve("../../..").normalize());
    } catch (URISyntaxException e) {
      throw new StackException("Cannot tell where the launcher's own jar is.", e);
    }
  }

  /** The jar that a service is deployed as. */
  Path service(String module) {
    Path target = project.resolve(module).resolve("target");
    if (Files.isDirectory(target)) {
      try (DirectoryStream<Path> jars =
          Files.newDirectoryStream(target, "chatpush-" + module + "-*-exec.jar")) {
        for (Path jar : jars) {
          return jar;
        }
      } catch (IOException e) {
        throw new StackException("Cannot list " + target + ".", e);
      }
    }
    throw new StackException(
        "There is no jar of " + module + " in " + target + ": build it with ./mvnw package.");
  }

  /** How the JVM of a service is started: a file of options. */
  Path javaOptions(String module) {
    return project.resolve(module).resolve("java.options");
  }

  /** Where archives of loaded classes may be kept, which make the next start faster. */
  Path classArchive(String process) {
    return project.resolve("local-stack/target").resolve(process + ".jsa");
  }
}
