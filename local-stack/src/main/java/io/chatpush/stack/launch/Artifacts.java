package io.chatpush.stack.launch;

import io.chatpush.cli.terminal.CommandException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The jars that the build made, found from where this class was loaded.
 *
 * @param project the directory of the project
 */
record Artifacts(Path project) {

  /** What an extracted service is started by; its libraries are beside it. */
  static final String APPLICATION = "app.jar";

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
    Path jar = extracted(module).resolve(APPLICATION);
    if (!Files.isRegularFile(jar)) {
      throw new CommandException("There is no " + jar + ": build it with ./mvnw package.");
    }
    return jar;
  }

  /** Where the build extracts a service to: {@link ServiceTraining}. */
  Path extracted(String module) {
    return project.resolve(module).resolve("target/service");
  }

  /**
   * The jar of a service that can be copied and run anywhere.
   *
   * @throws CommandException if it was not built
   */
  Path executableJar(String module) throws IOException {
    Path target = project.resolve(module).resolve("target");
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, "chatpush-*-exec.jar")) {
      for (Path jar : jars) {
        return jar;
      }
    }
    throw new CommandException("There is no executable jar in " + target + ".");
  }

  /** The AOT cache of a service, which the build made with its jar; empty if that failed. */
  Optional<Path> serviceCache(String module) {
    return Optional.of(newServiceCache(module)).filter(Files::isRegularFile);
  }

  /** Where the AOT cache of a service is to be made. */
  Path newServiceCache(String module) {
    return extracted(module).resolve("app.aot");
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
