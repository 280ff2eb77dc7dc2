package io.chatpush.schemas.access;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourcePattern;

/**
 * What a login may do with one resource, or with all whose names begin alike. Operations that
 * another one implies are left out: Read and Write include Describe.
 *
 * @param resource a topic, a group or a transactional id, by its name or how its name begins
 * @param operations at least one, in Kafka's order
 * @see <a href="https://kafka.apache.org/documentation/#operations_in_kafka">Operations in
 *     Kafka</a>
 */
public record KafkaRight(ResourcePattern resource, Set<AclOperation> operations) {

  public KafkaRight {
    operations = Collections.unmodifiableSet(EnumSet.copyOf(operations));
  }

  /** Returns the right without one of its operations; it must have another one. */
  public KafkaRight without(AclOperation operation) {
    EnumSet<AclOperation> fewer = EnumSet.copyOf(operations);
    fewer.remove(operation);
    return new KafkaRight(resource, fewer);
  }

  /** Returns the operations in the words of Kafka's tools: {@code Read, Write}. */
  public String words() {
    return operations.stream().map(KafkaRight::word).collect(Collectors.joining(", "));
  }

  /** Returns the operation in the words of Kafka's tools: {@code DescribeConfigs}. */
  public static String word(AclOperation operation) {
    StringBuilder word = new StringBuilder();
    for (String part : operation.name().split("_", -1)) {
      word.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
    }
    return word.toString();
  }
}
