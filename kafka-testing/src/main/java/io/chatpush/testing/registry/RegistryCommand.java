package io.chatpush.testing.registry;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How Apicurio Registry is run: from its own distribution, which the build unpacks, with the JVM
 * that runs this one.
 *
 * <p>Three things bring its start from 8 s to 2 s: C1 alone and the serial collector, one flat
 * class path instead of Quarkus' class loader, and a class data archive, which only a flat class
 * path can use. The first clean stop writes the archive, which takes 3 s once.
 */
public final class RegistryCommand {

  private static final String MAIN_CLASS = "io.quarkus.runner.GeneratedMain";

  private final Path home;

  private RegistryCommand(Path home) {
    this.home = home;
  }

  /**
   * Finds the distribution beside this class's jar, where the build of this module unpacks it.
   *
   * @throws IllegalStateException when it is not there
   */
  public static RegistryCommand locate() {
    return locate(beside());
  }

  /**
   * Finds the distribution in a directory, unless the system property {@code
   * chatpush.registry.home} names another one.
   *
   * @throws IllegalStateException when it is not there
   */
  public static RegistryCommand locate(Path directory) {
    String configured = System.getProperty("chatpush.registry.home");
    Path home = configured == null ? directory : Path.of(configured);
    if (!Files.isRegularFile(home.resolve("quarkus-run.jar"))) {
      throw new IllegalStateException(
          "No Apicurio Registry in "
              + home
              + ": build the module kafka-testing, or name its directory by the system property"
              + " chatpush.registry.home");
    }
    return new RegistryCommand(home);
  }

  /** Where the Confluent API of a registry on this port of 127.0.0.1 is. */
  public static String url(int port) {
    return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
  }

  /**
   * The environment by which a registry keeps what it has in a file, as it came.
   *
   * @param file absolute, without the ending that H2 gives it
   */
  public static Map<String, String> storage(String file) {
    return Map.of(
        "APICURIO_STORAGE_KIND",
        "sql",
        "APICURIO_STORAGE_SQL_KIND",
        "h2",
        // Without WRITE_DELAY=0 a kill -9 loses the schema registered just before, and its id goes
        // to another schema.
        "APICURIO_DATASOURCE_URL",
        "jdbc:h2:file:" + file + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
  }

  /**
   * A process that is ready to be started. Its output goes where the caller redirects it.
   *
   * @param directory where it keeps its schemas; created when absent
   * @param port where it listens on 127.0.0.1
   */
  public ProcessBuilder process(Path directory, int port) throws IOException {
    Files.createDirectories(directory);
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+AutoCreateSharedArchive",
            "-XX:SharedArchiveFile=" + home.resolve("classes.jsa"),
            "-Xlog:cds=off",
            "-Xlog:cds+dynamic=off",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-cp",
            classPath(),
            MAIN_CLASS);
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    Map<String, String> environment = builder.environment();
    environment.putAll(storage(directory.toAbsolutePath().resolve("registry").toString()));
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    environment.put("QUARKUS_HTTP_ACCESS_LOG_ENABLED", "false");
    environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
    environment.put("QUARKUS_MANAGEMENT_PORT", "0");
    return builder;
  }

  private String classPath() throws IOException {
    List<String> jars = new ArrayList<>();
    for (String part : List.of("quarkus", "app", "lib/boot", "lib/main")) {
      try (Stream<Path> files = Files.list(home.resolve(part))) {
        files.map(Path::toString).filter(file -> file.endsWith(".jar")).sorted().forEach(jars::add);
      }
    }
    return String.join(File.pathSeparator, jars);
  }

  private static Path beside() {
    try {
      URI own = RegistryCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(own).resolveSibling("registry");
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Cannot tell where the classes of kafka-testing are", e);
    }
  }
}
