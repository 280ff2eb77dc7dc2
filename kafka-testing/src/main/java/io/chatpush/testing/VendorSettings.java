package io.chatpush.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The settings that vendors of Kafka hand out to users of Spring Boot, as files with hosts and
 * logins that do not exist. The broker of the tests has neither TLS nor logins, so {@code
 * security.protocol} is replaced; the logins and stores are checked without a broker.
 */
public final class VendorSettings {

  private VendorSettings() {}

  /** Returns the argument of a service that reads the settings of that vendor. */
  public static String argument(String vendor) {
    return "--spring.config.import=classpath:" + resource(vendor);
  }

  /** Returns where the settings are on the class path. */
  public static String resource(String vendor) {
    return "/io/chatpush/testing/vendors/" + vendor + ".properties";
  }

  /**
   * Returns the arguments that make the settings of a vendor fit a backend.
   *
   * @param directory for the files that the settings name
   */
  public static List<String> arguments(String vendor, KafkaBackend backend, Path directory) {
    return List.of(
        argument(vendor),
        files(directory),
        // Under both names: a vendor may use either.
        "--spring.kafka.bootstrap-servers=127.0.0.1:1",
        "--spring.kafka.properties.bootstrap.servers=" + backend.bootstrapServers(),
        "--spring.kafka.properties.security.protocol=PLAINTEXT");
  }

  /** Makes the files that the settings name, and returns the argument that says where they are. */
  public static String files(Path directory) {
    try {
      for (String store : List.of("client.truststore.jks", "client.keystore.p12")) {
        if (!Files.exists(directory.resolve(store))) {
          Files.createFile(directory.resolve(store));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "--vendor.files=" + directory;
  }
}
