package io.chatpush.dispatch.window;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.ContainerProperties.AssignmentCommitOption;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

/**
 * A member of a consumer group that works on many records of a partition at once.
 *
 * <p>At least once: a record is committed only when it and every one before it is done; after a
 * crash those behind the committed offset come again. Memory is bounded by the partitions it has
 * times {@code partitionLimit} records, and the records of one poll.
 */
public final class WindowedConsumer {

  /** How long a poll waits for records; with it, how soon a paused consumer commits and resumes. */
  private static final long POLL_MILLIS = 50;

  private final String name;
  private final WindowListener listener;
  private final KafkaMessageListenerContainer<byte[], byte[]> container;

  /**
   * @param name of its thread and in its logs
   * @param consumerConfig settings of the Kafka consumer, without group and deserializers
   * @param created gets the Kafka consumer when there is one
   * @param handler does the work
   */
  public WindowedConsumer(
      String name,
      WindowProperties properties,
      Map<String, Object> consumerConfig,
      java.util.function.Consumer<Consumer<?, ?>> created,
      RecordHandler handler) {
    this.name = name;
    ContainerProperties containerProperties =
        new ContainerProperties(properties.topics().toArray(String[]::new));
    listener = new WindowListener(properties, handler);
    containerProperties.setGroupId(properties.groupId());
    containerProperties.setAckMode(AckMode.MANUAL);
    containerProperties.setAssignmentCommitOption(AssignmentCommitOption.NEVER);
    containerProperties.setMessageListener(listener);
    containerProperties.setConsumerRebalanceListener(listener);
    containerProperties.setPollTimeout(POLL_MILLIS);
    containerProperties.setIdleEventInterval(POLL_MILLIS);
    containerProperties.setShutdownTimeout(properties.drainTimeout().plusSeconds(5).toMillis());
    container =
        new KafkaMessageListenerContainer<>(
            new DefaultKafkaConsumerFactory<>(consumerConfig) {
              @Override
              protected Consumer<byte[], byte[]> createRawConsumer(Map<String, Object> config) {
                PatientConsumer consumer = new PatientConsumer(config);
                created.accept(consumer);
                return consumer;
              }
            },
            containerProperties);
    container.setBeanName(name);
    listener.attach(container);
    container.setApplicationEventPublisher(event -> {
      if (event instanceof ListenerContainerIdleEvent idle) {
        listener.tend(idle.getConsumer());
      }
    });
  }

  /** Of its thread. */
  public String name() {
    return name;
  }

  /** Joins the group. */
  public void start() {
    container.start();
  }

  /**
   * Takes no more, waits for what has begun, commits it and leaves the group; returns when that is
   * done.
   */
  public void stop() {
    container.stop();
  }

  /** The weight of the records that are held and not done. */
  public long openWeight() {
    return listener.openWeight();
  }

  /**
   * The weight of all records so far whose partition went before they were done. What was begun
   * then and is done later counts no more.
   */
  public long handedBackWeight() {
    return listener.handedBackWeight();
  }

  /** Whether it has joined and its thread lives. */
  public boolean isRunning() {
    return container.isRunning() && container.isInExpectedState();
  }
}
