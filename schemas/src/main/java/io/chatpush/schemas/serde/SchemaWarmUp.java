package io.chatpush.schemas.serde;

import io.chatpush.schemas.Topic;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;

/**
 * Asks the registry for everything the serdes of this process will need, before the first record
 * does; also a service's gate at the start. What is learnt serves every serde of the process that
 * has the same {@code schema.registry.*}, timeout and authentication properties, also if it is made
 * later.
 */
public final class SchemaWarmUp {

  private SchemaWarmUp() {}

  /**
   * Learns the schema ids of these topics; with {@code auto.register.schemas=true} registers what
   * is missing. Topics without a record are skipped. May be called again until it succeeds.
   *
   * @param properties as of the serdes
   * @throws RegistryUnavailableException if no registry gave a usable answer: wait and try again
   * @throws ContractViolationException if a subject does not have this version's schema, or the
   *     registry refuses it
   * @throws ConfigException naming the property that is missing, wrong or not supported
   */
  public static void learn(Map<String, ?> properties, Collection<Topic> topics) {
    SerdeConfig config = new SerdeConfig(properties);
    CachedRegistry registry = CachedRegistry.shared(config.registry());
    for (Topic topic : topics) {
      Schema schema = Contract.ofTopic(topic.name());
      if (schema != null) {
        String subject = Contract.subject(topic.name());
        Optional<Integer> id = registry.freshId(subject, schema, config.autoRegister());
        if (id.isEmpty()) {
          throw new ContractViolationException(
              "subject "
                  + subject
                  + ", registry "
                  + registry.urls()
                  + ": the subject does not have this version of "
                  + schema.getFullName()
                  + "; register it, or set "
                  + SerdeConfig.AUTO_REGISTER
                  + "=true");
        }
      }
    }
  }
}
