package io.chatpush.token.startup;

import io.chatpush.service.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/** The {@link Training} of token-service, which needs no issuer and no app besides. */
public final class TrainingCommand {

  /** The first argument that means this command instead of the service. */
  public static final String NAME = Training.NAME;

  private TrainingCommand() {}

  /**
   * Returns when the service has ended.
   *
   * @param application the class that the service is started with
   * @throws Exception if the service does not start or does not answer
   */
  public static void run(Class<?> application) throws Exception {
    Path directory = Files.createTempDirectory("chatpush-training-");
    try {
      Training.run(application, _ -> {}, settings(directory));
    } finally {
      FileSystemUtils.deleteRecursively(directory);
    }
  }

  /**
   * Returns what the service needs in addition to Kafka and the registry. Its app is in a file, as
   * in a deployment: so the JVM learns to read and check one.
   *
   * @param directory for the file
   */
  static List<String> settings(Path directory) throws IOException {
    Files.writeString(
        directory.resolve("training.yaml"),
        """
        firebase: {project: training, credentials: /nowhere}
        event-types: {NEW_MESSAGE: {enabled: true}}
        """);
    return List.of(
        "--chatpush.access.issuers[0].jwk-set-uri=http://" + Training.NOWHERE,
        "--chatpush.app-files.directory=" + directory);
  }
}
