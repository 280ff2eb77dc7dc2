package io.chatpush.dispatch.startup;

import io.chatpush.service.Training;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/** The {@link Training} of dispatch-service, which also rehearses pushes. It needs no app. */
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
      Training.run(
          application, service -> service.getBean(WarmUp.class).attempt(), settings(directory));
    } finally {
      FileSystemUtils.deleteRecursively(directory);
    }
  }

  /**
   * Returns the settings of an app that no project has, in a file, as in a deployment: so the JVM
   * learns to read and check one.
   *
   * @param directory for the file and its credentials
   */
  static List<String> settings(Path directory) throws Exception {
    Path credentials = directory.resolve("training.json");
    Files.writeString(credentials, throwawayServiceAccount());
    Path apps = Files.createDirectories(directory.resolve("apps"));
    Files.writeString(
        apps.resolve("training.yaml"),
        """
        firebase:
          project: training
          credentials: %s
        event-types:
          NEW_MESSAGE:
            enabled: true
            templates:
              en: {title: "{sender}", body: "{message}"}
        """
            .formatted(credentials));
    return List.of("--chatpush.app-files.directory=" + apps);
  }

  /** The key is generated here and nothing accepts it. */
  private static String throwawayServiceAccount() throws GeneralSecurityException {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
    keys.initialize(2048);
    String key =
        Base64.getEncoder().encodeToString(keys.generateKeyPair().getPrivate().getEncoded());
    return """
    {"type": "service_account", "project_id": "training", "private_key_id": "training",
     "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n",
     "client_email": "training@training.invalid", "client_id": "0",
     "token_uri": "http://%s/token"}
    """
        .formatted(key, Training.NOWHERE);
  }
}
