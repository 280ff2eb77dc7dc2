package io.chatpush.schemas.access;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.chatpush.schemas.RetryTier;
import io.chatpush.schemas.Topic;
import io.chatpush.schemas.Topics;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * The rights of each role: the only place that says them. Manifests, commands, the table of
 * docs/operate.md, the local stack and the services' own check are made from it.
 *
 * <p>The roles that run may describe every topic and every group of chatpush, which shows names,
 * partitions, offsets and lag, and no record: each instance checks the topics, finds out why
 * another part waits, and exports the lag of all groups. Which records they read and write is only
 * what the role is for. No role has a right on the cluster: from Kafka 2.8 on, an idempotent
 * producer needs none beside Write on a topic (KIP-679).
 */
public final class KafkaRights {

  private static final List<String> RETRY = RetryTier.topics();
  private static final List<String> COMMANDS =
      List.of(Topics.PUSH_COMMANDS, Topics.PUSH_COMMANDS_BULK);
  private static final List<String> REQUESTS =
      List.of(Topics.PUSH_REQUESTS, Topics.PUSH_REQUESTS_BULK);

  private KafkaRights() {}

  /** Returns what the role needs, in the order of the topics, then groups. */
  public static List<KafkaRight> of(Role role, GroupNames groups) {
    Collected rights = new Collected();
    switch (role) {
      case TOKEN_SERVICE -> {
        rights.describeAll(groups);
        rights.topics(READ, Topics.DEVICE_TOKEN_EVENTS, Topics.USER_DEVICES);
        // Test pushes are chat events.
        rights.topics(WRITE, Topics.DEVICE_TOKEN_EVENTS, Topics.USER_DEVICES, Topics.CHAT_MESSAGES);
        // Kafka Streams makes its internal topics, and deletes what it has read of repartition
        // topics, which are kept without a limit otherwise.
        rights.allTopics(groups.internalTopics(), CREATE, READ, WRITE, DELETE);
        rights.group(READ, groups.ownership());
        rights.transactions(groups.ownership() + "-");
      }
      case FAN_OUT -> {
        rights.describeAll(groups);
        rights.topics(READ, Topics.CHAT_MESSAGES, Topics.USER_DEVICES);
        rights.topics(READ, COMMANDS);
        rights.topics(WRITE, COMMANDS);
        rights.topics(WRITE, REQUESTS);
        rights.topics(
            WRITE,
            Topics.CHAT_MESSAGES_DEAD_LETTERS,
            Topics.PUSH_OUTCOMES,
            Topics.PUSH_DEAD_LETTERS,
            RetryTier.AFTER_10S.topic());
        groups.ofFanOut().forEach(group -> rights.group(READ, group));
      }
      case DELIVERY -> {
        rights.describeAll(groups);
        rights.topics(READ, REQUESTS);
        rights.topics(READ, RETRY);
        rights.topics(WRITE, RETRY);
        rights.topics(WRITE, COMMANDS);
        // A postponed event goes back to where fan-out read it.
        rights.topics(
            WRITE,
            Topics.CHAT_MESSAGES,
            Topics.DEVICE_TOKEN_EVENTS,
            Topics.PUSH_OUTCOMES,
            Topics.PUSH_DEAD_LETTERS);
        groups.ofDelivery().forEach(group -> rights.group(READ, group));
      }
      case OPERATIONS -> {
        rights.describeAll(groups);
        rights.topics(
            READ,
            Topics.CHAT_MESSAGES,
            Topics.CHAT_MESSAGES_DEAD_LETTERS,
            Topics.PUSH_OUTCOMES,
            Topics.PUSH_DEAD_LETTERS,
            Topics.DEAD_LETTER_ACTIONS);
        rights.topics(READ, COMMANDS);
        rights.topics(READ, REQUESTS);
        rights.topics(READ, RETRY);
        // A redrive puts a record back into the topic that it was read from.
        rights.topics(
            WRITE, Topics.CHAT_MESSAGES, Topics.PUSH_OUTCOMES, Topics.DEAD_LETTER_ACTIONS);
        rights.topics(WRITE, COMMANDS);
        rights.topics(WRITE, REQUESTS);
        rights.topics(WRITE, RETRY);
      }
      case PROVISIONING ->
          rights.topics(
              EnumSet.of(CREATE, DESCRIBE, DESCRIBE_CONFIGS),
              Topics.ALL.stream().map(Topic::name).toList());
      case CHAT_SYSTEM -> rights.topics(WRITE, Topics.CHAT_MESSAGES, Topics.CHAT_MEMBERSHIPS);
    }
    return rights.list();
  }

  /** Returns what a process with all of these roles needs. */
  public static List<KafkaRight> of(Collection<Role> roles, GroupNames groups) {
    Collected all = new Collected();
    roles.forEach(
        role -> of(role, groups).forEach(right -> all.add(right.resource(), right.operations())));
    return all.list();
  }

  /**
   * Returns the access control list that gives a login these rights, from every host.
   *
   * @param principal as Kafka names a login: {@code User:chatpush-delivery}
   */
  public static List<AclBinding> bindings(String principal, List<KafkaRight> rights) {
    return rights.stream()
        .flatMap(right ->
            right.operations().stream()
                .map(operation ->
                    new AclBinding(
                        right.resource(),
                        new AccessControlEntry(
                            principal, "*", operation, AclPermissionType.ALLOW))))
        .toList();
  }

  /** Rights, one for each resource, without operations that others imply. */
  private static final class Collected {
    private static final List<ResourceType> ORDER =
        List.of(ResourceType.TOPIC, ResourceType.GROUP, ResourceType.TRANSACTIONAL_ID);
    private static final List<String> NAMES = Topics.ALL.stream().map(Topic::name).toList();

    private final Map<ResourcePattern, EnumSet<AclOperation>> operations = new LinkedHashMap<>();

    private void add(ResourcePattern resource, Set<AclOperation> more) {
      BiFunction<EnumSet<AclOperation>, EnumSet<AclOperation>, EnumSet<AclOperation>> union =
          (one, other) -> {
            EnumSet<AclOperation> both = EnumSet.copyOf(one);
            both.addAll(other);
            return both;
          };
      operations.merge(resource, EnumSet.copyOf(more), union);
    }

    private void describeAll(GroupNames groups) {
      topics(DESCRIBE, Topics.ALL.stream().map(Topic::name).toList());
      groups.all().forEach(group -> group(DESCRIBE, group));
    }

    private void topics(AclOperation operation, String... names) {
      topics(EnumSet.of(operation), List.of(names));
    }

    private void topics(AclOperation operation, List<String> names) {
      topics(EnumSet.of(operation), names);
    }

    private void topics(Set<AclOperation> some, List<String> names) {
      names.forEach(
          name -> add(new ResourcePattern(ResourceType.TOPIC, name, PatternType.LITERAL), some));
    }

    private void allTopics(String prefix, AclOperation first, AclOperation... rest) {
      add(
          new ResourcePattern(ResourceType.TOPIC, prefix, PatternType.PREFIXED),
          EnumSet.of(first, rest));
    }

    private void group(AclOperation operation, String name) {
      add(
          new ResourcePattern(ResourceType.GROUP, name, PatternType.LITERAL),
          EnumSet.of(operation));
    }

    private void transactions(String prefix) {
      add(
          new ResourcePattern(ResourceType.TRANSACTIONAL_ID, prefix, PatternType.PREFIXED),
          EnumSet.of(WRITE));
    }

    private List<KafkaRight> list() {
      return operations.entrySet().stream()
          .map(entry -> new KafkaRight(entry.getKey(), withoutImplied(entry.getValue())))
          .sorted(
              Comparator.comparingInt(
                      (KafkaRight right) -> ORDER.indexOf(right.resource().resourceType()))
                  .thenComparingInt(right -> place(right.resource().name())))
          .toList();
    }

    /** In the order of the contract; what it does not name comes behind that, as it was added. */
    private static int place(String name) {
      int place = NAMES.indexOf(name);
      return place < 0 ? NAMES.size() : place;
    }

    private static EnumSet<AclOperation> withoutImplied(EnumSet<AclOperation> all) {
      EnumSet<AclOperation> few = EnumSet.copyOf(all);
      if (all.contains(READ) || all.contains(WRITE) || all.contains(DELETE)) {
        few.remove(DESCRIBE);
      }
      return few;
    }
  }
}
