package io.chatpush.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The command {@code train} of a service, which the build of an image runs: {@code java
 * -XX:AOTCacheOutput=FILE -jar chatpush-….jar train} starts the service, requests once what
 * Kubernetes and Prometheus request from a pod all the time, and ends. It needs no broker, no
 * registry and no network. FILE has what the JVM has learned, for later starts.
 */
public final class Training {

  /** The first argument of a service that means this command. */
  public static final String NAME = "train";

  /** An address at which no server listens: the service waits for it. */
  public static final String NOWHERE = "127.0.0.1:9";

  /** What a service does before it ends, in addition to answering. */
  @FunctionalInterface
  public interface Exercise {

    /**
     * Runs once.
     *
     * @throws Exception if the training has failed
     */
    void run(ConfigurableApplicationContext service) throws Exception;
  }

  private Training() {}

  /**
   * Returns when the service has ended.
   *
   * @param application the class that the service is started with
   * @param settings that the service needs besides an address of Kafka and of the registry, as
   *     arguments
   * @throws Exception if the service does not start or does not answer
   */
  public static void run(Class<?> application, Exercise exercise, List<String> settings)
      throws Exception {
    try (ConfigurableApplicationContext service = start(application, settings)) {
      String port = service.getEnvironment().getRequiredProperty("local.server.port");
      get("http://127.0.0.1:" + port + "/actuator/health/liveness");
      get("http://127.0.0.1:" + port + "/actuator/prometheus");
      exercise.run(service);
    }
  }

  /** Starts a service without anything around it; otherwise as {@link #run}. */
  public static ConfigurableApplicationContext start(Class<?> application, List<String> settings) {
    Stream<String> common =
        Stream.of(
            "--server.port=0",
            // The service is expected to lack everything.
            "--logging.level.io.chatpush=error",
            "--spring.kafka.bootstrap-servers=" + NOWHERE,
            "--spring.kafka.properties.schema.registry.url=http://" + NOWHERE);
    return SpringApplication.run(
        application, Stream.concat(common, settings.stream()).toArray(String[]::new));
  }

  private static void get(String url) throws IOException {
    try (InputStream body = URI.create(url).toURL().openStream()) {
      body.transferTo(OutputStream.nullOutputStream());
    }
  }
}
