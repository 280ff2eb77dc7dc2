package io.chatpush.token.startup;

import io.chatpush.service.Training;
import java.util.List;

/** The {@link Training} of token-service, which needs no issuer and no app besides. */
public final class TrainingCommand {

  /** The first argument that means this command instead of the service. */
  public static final String NAME = Training.NAME;

  /** What the service needs in addition to Kafka and the registry. */
  static final List<String> SETTINGS =
      List.of(
          "--chatpush.access.issuers[0].jwk-set-uri=http://" + Training.NOWHERE,
          "--chatpush.registration.apps=training");

  private TrainingCommand() {}

  /**
   * Returns when the service has ended.
   *
   * @param application the class that the service is started with
   * @throws Exception if the service does not start or does not answer
   */
  public static void run(Class<?> application) throws Exception {
    Training.run(application, _ -> {}, SETTINGS);
  }
}
