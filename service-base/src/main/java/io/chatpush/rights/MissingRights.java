package io.chatpush.rights;

import io.chatpush.schemas.access.KafkaRight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * Asks the broker which operations it grants this client (KIP-430), and compares. What the broker
 * does not answer counts as granted: whether it answers at all is for others to find out.
 */
final class MissingRights {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** The name that is asked for where all names with a prefix are meant. */
  private static final String ANY = "rights-check";

  /** So many are named: a login without any right lacks dozens. */
  private static final int NAMED = 6;

  private final Admin admin;
  private final Collection<String> internalTopics;
  private final List<KafkaRight> missing = new ArrayList<>();

  private MissingRights(Admin admin, Collection<String> internalTopics) {
    this.admin = admin;
    this.internalTopics = internalTopics;
  }

  /**
   * Returns the rights of which the broker grants nothing or too little, with the operations that
   * are missing.
   *
   * @param internalTopics names of the topics that a right with a prefix is for, whether or not
   *     they exist
   */
  static List<KafkaRight> of(
      Admin admin, List<KafkaRight> rights, Collection<String> internalTopics)
      throws InterruptedException {
    MissingRights asked = new MissingRights(admin, internalTopics);
    asked.topics(some(rights, ResourceType.TOPIC, PatternType.LITERAL));
    asked.internalTopics(some(rights, ResourceType.TOPIC, PatternType.PREFIXED));
    asked.groups(some(rights, ResourceType.GROUP, PatternType.LITERAL));
    asked.transactions(some(rights, ResourceType.TRANSACTIONAL_ID, PatternType.PREFIXED));
    return asked.missing;
  }

  /** Says in one sentence, without its full stop, which rights are missing; empty if none is. */
  static Optional<String> sentence(List<KafkaRight> missing) {
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    String named =
        missing.stream()
            .limit(NAMED)
            .map(right -> right.words() + " on " + resource(right.resource()))
            .collect(Collectors.joining(", "));
    String more = missing.size() > NAMED ? " and %d more".formatted(missing.size() - NAMED) : "";
    return Optional.of(
        "Kafka does not grant this login "
            + named
            + more
            + "; docs/operate.md, Kafka logins and rights, says what each login needs");
  }

  private static String resource(ResourcePattern resource) {
    String name = resource.name() + (resource.patternType() == PatternType.PREFIXED ? "*" : "");
    return switch (resource.resourceType()) {
      case TOPIC -> "the topic " + name;
      case GROUP -> "the group " + name;
      case TRANSACTIONAL_ID -> "the transactional id " + name;
      case ANY, UNKNOWN, CLUSTER, DELEGATION_TOKEN, USER -> name;
    };
  }

  private static List<KafkaRight> some(
      List<KafkaRight> rights, ResourceType type, PatternType pattern) {
    return rights.stream()
        .filter(right -> right.resource().resourceType() == type)
        .filter(right -> right.resource().patternType() == pattern)
        .toList();
  }

  private void topics(List<KafkaRight> rights) throws InterruptedException {
    Map<String, KafkaFuture<TopicDescription>> answers =
        describe(rights.stream().map(right -> right.resource().name()).toList());
    for (KafkaRight right : rights) {
      compare(right, granted(answers.get(right.resource().name())));
    }
  }

  private void internalTopics(List<KafkaRight> rights) throws InterruptedException {
    for (KafkaRight right : rights) {
      Map<String, KafkaFuture<TopicDescription>> answers = describe(internalTopics);
      EnumSet<AclOperation> lacking = EnumSet.noneOf(AclOperation.class);
      boolean any = false;
      for (KafkaFuture<TopicDescription> answer : answers.values()) {
        Granted granted = granted(answer);
        any |= granted.known();
        lacking.addAll(granted.lacking(right));
      }
      if (!any && !internalTopics.isEmpty() && right.operations().contains(AclOperation.CREATE)) {
        lacking.addAll(mayCreate(right.resource().name() + ANY).lacking(right));
      }
      add(right, lacking);
    }
  }

  private Map<String, KafkaFuture<TopicDescription>> describe(Collection<String> names) {
    return admin
        .describeTopics(names, new DescribeTopicsOptions().includeAuthorizedOperations(true))
        .topicNameValues();
  }

  private Granted granted(@Nullable KafkaFuture<TopicDescription> answer)
      throws InterruptedException {
    return Granted.of(answer, TopicDescription::authorizedOperations);
  }

  /** Asks without creating anything. */
  private Granted mayCreate(String topic) throws InterruptedException {
    NewTopic any = new NewTopic(topic, Optional.of(1), Optional.empty());
    return Granted.of(
        admin.createTopics(List.of(any), new CreateTopicsOptions().validateOnly(true)).all(),
        _ -> null);
  }

  private void groups(List<KafkaRight> rights) throws InterruptedException {
    Map<String, KafkaFuture<ConsumerGroupDescription>> answers =
        admin
            .describeConsumerGroups(
                rights.stream().map(right -> right.resource().name()).toList(),
                new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
            .describedGroups();
    for (KafkaRight right : rights) {
      compare(
          right,
          Granted.of(
              answers.get(right.resource().name()),
              ConsumerGroupDescription::authorizedOperations));
    }
  }

  private void transactions(List<KafkaRight> rights) throws InterruptedException {
    for (KafkaRight right : rights) {
      String id = right.resource().name() + ANY;
      compare(
          right, Granted.of(admin.describeTransactions(List.of(id)).description(id), _ -> null));
    }
  }

  private void compare(KafkaRight right, Granted granted) {
    add(right, granted.lacking(right));
  }

  private void add(KafkaRight right, Set<AclOperation> lacking) {
    if (!lacking.isEmpty()) {
      missing.add(new KafkaRight(right.resource(), lacking));
    }
  }

  /**
   * What the broker grants.
   *
   * @param known whether the broker has said it
   * @param operations that are granted; none where the resource may not even be described
   */
  private record Granted(boolean known, Set<AclOperation> operations) {

    static final Granted UNKNOWN = new Granted(false, Set.of());
    static final Granted NOTHING = new Granted(true, Set.of());

    @FunctionalInterface
    interface Operations<T> {
      @Nullable Set<AclOperation> of(T answer);
    }

    static <T> Granted of(@Nullable KafkaFuture<T> asked, Operations<T> operations)
        throws InterruptedException {
      if (asked == null) {
        return UNKNOWN;
      }
      try {
        Set<AclOperation> granted =
            operations.of(asked.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
        // A broker that does not say it answers with none, though it has described the resource.
        return granted == null || granted.isEmpty() ? UNKNOWN : new Granted(true, granted);
      } catch (ExecutionException e) {
        return e.getCause() instanceof AuthorizationException ? NOTHING : UNKNOWN;
      } catch (TimeoutException e) {
        return UNKNOWN;
      }
    }

    Set<AclOperation> lacking(KafkaRight right) {
      if (!known) {
        return Set.of();
      }
      EnumSet<AclOperation> lacking = EnumSet.copyOf(right.operations());
      lacking.removeAll(operations);
      return lacking;
    }
  }
}
