package io.chatpush.rights;

import io.chatpush.lag.LagProperties;
import io.chatpush.schemas.access.GroupNames;
import io.chatpush.schemas.access.KafkaRight;
import io.chatpush.schemas.access.KafkaRights;
import io.chatpush.schemas.access.Role;
import io.chatpush.service.StartupStep;
import io.chatpush.supervision.Condition;
import io.chatpush.supervision.Supervised;
import io.chatpush.supervision.SupervisedTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Compares what Kafka grants the login of this service with what its roles need, and names each
 * right that is missing. The parts that need it fail by themselves, but Kafka's errors do not say
 * which operation was refused.
 *
 * <p>The start waits while a right is missing without which a role does not work. From then on this
 * is a part of the supervision, blocked while any right is missing, that to describe other roles'
 * groups and topics included. Thread-safe.
 */
public final class RightsCheck implements StartupStep, Supervised, AutoCloseable {

  /** Three requests, of which a broker makes nothing; an operator sees the effect soon. */
  private static final Duration PAUSE = Duration.ofSeconds(15);

  private static final int TIMEOUT_MILLIS = 5_000;

  private final Map<String, Object> settings;
  private final List<KafkaRight> rights;
  private final Collection<String> internalTopics;
  private final SupervisedTask task =
      new SupervisedTask("kafka-rights", PAUSE, this::read, Optional::empty);
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile List<KafkaRight> missing = List.of();

  /**
   * @param adminSettings how to reach the broker
   * @param roles of this process
   * @param groups the names of the groups of these roles; other groups are those of {@code lag}
   * @param lag of whose groups this instance exports the lag
   * @param internalTopics of Kafka Streams, whether or not they exist yet
   */
  public RightsCheck(
      Map<String, Object> adminSettings,
      Collection<Role> roles,
      GroupNames groups,
      LagProperties lag,
      Collection<String> internalTopics) {
    settings = new HashMap<>(adminSettings);
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    settings.remove(AdminClientConfig.CLIENT_ID_CONFIG);
    rights = needed(roles, groups, lag.enabled() ? lag.groups() : List.of());
    this.internalTopics = List.copyOf(internalTopics);
  }

  /** The names of other roles' groups are known here only as groups whose lag is exported. */
  static List<KafkaRight> needed(Collection<Role> roles, GroupNames groups, List<String> exported) {
    List<KafkaRight> needed = new ArrayList<>(KafkaRights.of(roles, groups));
    needed.removeIf(
        right -> right.resource().resourceType() == ResourceType.GROUP && isToDescribe(right));
    List<String> own =
        needed.stream()
            .map(KafkaRight::resource)
            .filter(resource -> resource.resourceType() == ResourceType.GROUP)
            .map(ResourcePattern::name)
            .toList();
    for (String group : exported) {
      if (!own.contains(group)) {
        needed.add(
            new KafkaRight(
                new ResourcePattern(ResourceType.GROUP, group, PatternType.LITERAL),
                Set.of(AclOperation.DESCRIBE)));
      }
    }
    return List.copyOf(needed);
  }

  private static boolean isToDescribe(KafkaRight right) {
    return right.operations().equals(Set.of(AclOperation.DESCRIBE));
  }

  @Override
  public String waitingFor() {
    return "the rights of its login in Kafka";
  }

  @Override
  public void attempt() throws InterruptedException {
    read();
    if (started.compareAndSet(false, true)) {
      task.start(PAUSE);
    }
    List<KafkaRight> essential = missing.stream().filter(right -> !isToDescribe(right)).toList();
    MissingRights.sentence(essential)
        .ifPresent(sentence -> {
          throw new IllegalStateException(sentence);
        });
  }

  private void read() throws InterruptedException {
    try {
      Admin admin = Admin.create(settings);
      try {
        missing = MissingRights.of(admin, rights, internalTopics);
      } finally {
        admin.close(Duration.ZERO);
      }
    } catch (KafkaException e) {
      // No client can be created, or the broker does not answer: the next step of the start and the
      // other parts say so.
    }
  }

  @Override
  public String name() {
    return task.name();
  }

  @Override
  public Condition condition() {
    Condition condition = task.condition();
    return missing.isEmpty() || condition instanceof Condition.NotRunning
        ? condition
        : new Condition.Stuck("cannot grant rights to itself");
  }

  @Override
  public Optional<String> outsideCause() {
    return MissingRights.sentence(missing).or(task::outsideCause);
  }

  @Override
  public void heal() throws InterruptedException {
    task.heal();
  }

  @Override
  public void close() {
    task.close();
  }
}
