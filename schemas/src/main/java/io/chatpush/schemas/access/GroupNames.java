package io.chatpush.schemas.access;

import java.util.List;
import java.util.stream.Stream;

/**
 * The names of the consumer groups. Those of Kafka Streams applications also begin the names of
 * their internal topics and of their transactional ids.
 *
 * @param fanOut {@code chatpush.fan-out.application-id} of dispatch-service
 * @param delivery {@code chatpush.delivery.group-id} of dispatch-service
 * @param ownership {@code spring.kafka.streams.application-id} of token-service
 */
public record GroupNames(String fanOut, String delivery, String ownership) {

  /** The default of {@link #fanOut}. */
  public static final String FAN_OUT = "chatpush-fan-out";

  /** The default of {@link #delivery}. */
  public static final String DELIVERY = "chatpush-delivery";

  /** The default of {@link #ownership}. */
  public static final String OWNERSHIP = "chatpush-token-ownership";

  /** What is added to {@link #fanOut} and {@link #delivery} for the groups of the bulk lane. */
  public static final String BULK_SUFFIX = "-bulk";

  /** What is added to {@link #delivery} for the group of the retry topics. */
  public static final String RETRY_SUFFIX = "-retry";

  public GroupNames {
    for (String name : List.of(fanOut, delivery, ownership)) {
      if (name.isBlank()) {
        throw new IllegalArgumentException("the name of a group must not be blank");
      }
    }
  }

  /** Returns the names of a deployment whose settings name no group. */
  public static GroupNames defaults() {
    return new GroupNames(FAN_OUT, DELIVERY, OWNERSHIP);
  }

  /** Returns the two groups of fan-out and join: of conversations, and of the bulk lane. */
  public List<String> ofFanOut() {
    return List.of(fanOut, fanOut + BULK_SUFFIX);
  }

  /** Returns the three groups of delivery: of conversations, of the bulk lane, of the retries. */
  public List<String> ofDelivery() {
    return List.of(delivery, delivery + BULK_SUFFIX, delivery + RETRY_SUFFIX);
  }

  /** Returns the groups of all roles. */
  public List<String> all() {
    return Stream.of(ofFanOut(), ofDelivery(), List.of(ownership)).flatMap(List::stream).toList();
  }

  /** Returns how the names of the topics begin that Kafka Streams makes for token-service. */
  public String internalTopics() {
    return ownership + "-";
  }
}
