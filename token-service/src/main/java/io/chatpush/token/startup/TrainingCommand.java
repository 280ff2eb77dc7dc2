package io.chatpush.token.startup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * {@code java - :AOTCacheOutput=FILE -jar chatpush-token-service-exec.jar train}: starts the
 * service, is asked once what a pod is asked all the time, and ends. Needs nothing around it: no
 * broker, no registry, no issuer, no network. What the JVM learns is in FILE, for later starts.
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
   * @throws IOException if the service does not answer
   */
  public static void run(Class<?> application) throws IOException {
    try (ConfigurableApplicationContext context =
        SpringApplication.run(
            application,
            "--server.port=0",
            // That it lacks everything is meant.
            "--logging.level.io.chatpush=error",
            "--spring.kafka.bootstrap-servers=" + NOWHERE,
            "--spring.kafka.properties.schema.registry.url=http://" + NOWHERE,
            "--chatpush.access.issuers[0].jwk-set-uri=http://" + NOWHERE,
            "--chatpush.registration.apps=training")) {
      String port = context.getEnvironment().getRequiredProperty("local.server.port");
      get("http://127.0.0.1:" + port + "/actuator/health/liveness");
      get("http://127.0.0.1:" + port + "/actuator/prometheus");
    }
  }

  private static void get(String url) throws IOException {
    try (InputStream body = URI.create(url).toURL().openStream()) {
      body.transferTo(OutputStream.nullOutputStream());
    }
  }
}
