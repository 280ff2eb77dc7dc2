package io.chatpush.stack.launch;

import io.chatpush.cli.terminal.CommandException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

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
      throw new CommandException("Cannot tell where the launcher's own jar is.", e);
    }
  }

  /**
   * The jar of a service, extracted by the build with its libraries beside it, as in its image.
   *
   * @throws CommandException if it was not built
   */
  Path service(String module) {
    Path jar = project.resolve(module).resolve("target/service/app.jar");
    if (!Files.isRegularFile(jar)) {
      throw new CommandException("There is no " + jar + ": build it with ./mvnw package.");
    }
    return jar;
  }

  /** The AOT cache of a service, which the build made with its jar; empty if that failed. */
  Optional<Path> serviceCache(String module) {
    return Optional.of(service(module).resolveSibling("app.aot")).filter(Files::isRegularFile);
  }

  /** The distribution of the registry, which the build of kafka-testing unpacks. */
  Path registry() {
    return project.resolve("kafka-testing/target/registry");
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
