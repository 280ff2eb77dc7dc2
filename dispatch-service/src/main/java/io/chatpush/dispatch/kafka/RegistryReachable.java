package io.chatpush.dispatch.kafka;

import io.chatpush.schemas.Topics;
import io.chatpush.schemas.serde.SchemaWarmUp;
import io.chatpush.service.KafkaFacts;
import io.chatpush.service.StartupStep;
import java.util.Map;

/**
 * Waits for the schema registry and for our schemas in it, and learns their ids before the first
 * record needs them.
 */
final class RegistryReachable implements StartupStep {

  private final Map<String, Object> properties;

  RegistryReachable(Map<String, Object> properties) {
    this.properties = properties;
  }

  @Override
  public String waitingFor() {
    return "the schema registry at "
        + KafkaFacts.withoutLogins(String.valueOf(properties.get("schema.registry.url")));
  }

  @Override
  public void attempt() {
    SchemaWarmUp.learn(properties, Topics.ALL);
  }
}
