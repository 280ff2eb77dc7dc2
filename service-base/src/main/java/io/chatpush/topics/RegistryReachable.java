package io.chatpush.topics;

import io.chatpush.service.KafkaFacts;
import io.chatpush.service.StartupStep;
import java.util.Map;

/**
 * A step of the start that waits for the schema registry and for the schemas of the service in it,
 * and has their ids fetched before the first record needs them.
 */
public final class RegistryReachable implements StartupStep {

  private final String urls;
  private final Runnable fetch;

  /**
   * @param settings of a producer, which name the registry
   * @param fetch asks the registry for the ids, and fails if it does not answer or does not have
   *     the schemas
   */
  public RegistryReachable(Map<String, ?> settings, Runnable fetch) {
    urls = KafkaFacts.withoutLogins(String.valueOf(settings.get("schema.registry.url")));
    this.fetch = fetch;
  }

  @Override
  public String waitingFor() {
    return "the schema registry at " + urls;
  }

  @Override
  public void attempt() {
    fetch.run();
  }
}
