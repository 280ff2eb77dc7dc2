package io.chatpush.dispatch.startup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * {@code java - :AOTCacheOutput=FILE -jar chatpush-dispatch-service-exec.jar train}: starts the
 * service, is asked once what a pod is asked all the time, rehearses pushes and ends. Needs nothing
 * around it: no broker, no registry, no app, no network. What the JVM learns is in FILE, for later
 * starts.
 */
public final class TrainingCommand {

  /** The first argument that means this command instead of the service. */
  public static final String NAME = "train";

  /** Nobody listens there; the service waits for it and does not care. */
  private static final String NOWHERE = "127.0.0.1:9";

  private TrainingCommand() {}

  /**
   * Returns when the service has ended.
   *
   * @param application the class that the service is started with
   * @throws Exception if the service does not start
   */
  public static void run(Class<?> application) throws Exception {
    Path credentials = Files.createTempFile("chatpush-training-", ".json");
    try {
      Files.writeString(credentials, throwawayServiceAccount());
      try (ConfigurableApplicationContext context =
          SpringApplication.run(
              application,
              "--server.port=0",
              // That it lacks everything is meant.
              "--logging.level.io.chatpush=error",
              "--spring.kafka.bootstrap-servers=" + NOWHERE,
              "--spring.kafka.properties.schema.registry.url=http://" + NOWHERE,
              "--chatpush.apps.training.project-id=training",
              "--chatpush.apps.training.credentials=" + credentials)) {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        get("http://127.0.0.1:" + port + "/actuator/health/liveness");
        get("http://127.0.0.1:" + port + "/actuator/prometheus");
        context.getBean(WarmUp.class).attempt();
      }
    } finally {
      Files.deleteIfExists(credentials);
    }
  }

  private static void get(String url) throws IOException {
    try (InputStream body = URI.create(url).toURL().openStream()) {
      body.transferTo(OutputStream.nullOutputStream());
    }
  }

  /** The key is made here and known to nobody. */
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
        .formatted(key, NOWHERE);
  }
}
