package io.chatpush.supervision;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Watches topics whose number of partitions must not change. A partition that an operator adds
 * leads new records of a key to another place than its state and its older records. No client
 * fails: the results are wrong. Neither the service nor a restart of it can undo this, so the part
 * is blocked for as long as the numbers differ from those at the start. Thread-safe.
 */
public final class PartitionWatch implements Supervised, AutoCloseable {

  /** Reads how many partitions the topics have. */
  @FunctionalInterface
  public interface Reading {

    /**
     * Asks the broker. May block for some seconds.
     *
     * @return the number of partitions of each topic; may have more topics than those watched
     * @throws Exception if the broker does not answer
     */
    Map<String, Integer> partitions() throws Exception;
  }

  /** A client notices an added partition after {@code metadata.max.age.ms}, five minutes. */
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final List<String> topics;
  private final Reading reading;
  private final SupervisedTask task;
  private volatile Map<String, Integer> atStart = Map.of();
  private volatile Optional<String> change = Optional.empty();

  /**
   * @param topics that are watched
   * @param outsideCause why the reading fails, as {@link Supervised#outsideCause}
   */
  public PartitionWatch(
      Collection<String> topics, Reading reading, Supplier<Optional<String>> outsideCause) {
    this.topics = List.copyOf(topics);
    this.reading = reading;
    task = new SupervisedTask("topic-partitions", PAUSE, this::read, outsideCause);
  }

  /**
   * Begins to watch.
   *
   * @param partitions the numbers that must stay; may have more topics than those watched
   */
  public void start(Map<String, Integer> partitions) {
    Map<String, Integer> watched = new TreeMap<>(partitions);
    watched.keySet().retainAll(topics);
    atStart = watched;
    task.start(PAUSE);
  }

  void read() throws Exception {
    change = change(atStart, reading.partitions());
  }

  /**
   * The topics whose number of partitions has changed, with both numbers, as a sentence without its
   * full stop; empty if none has.
   */
  public Optional<String> change() {
    return change;
  }

  private static Optional<String> change(
      Map<String, Integer> atStart, Map<String, Integer> partitions) {
    List<String> changed =
        atStart.entrySet().stream()
            .filter(topic ->
                !topic.getValue().equals(partitions.getOrDefault(topic.getKey(), topic.getValue())))
            .map(topic ->
                "%s has %d partitions and had %d when the service started"
                    .formatted(
                        topic.getKey(),
                        partitions.getOrDefault(topic.getKey(), 0),
                        topic.getValue()))
            .toList();
    return changed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.join(", ", changed)
                + ", so that new records of a key are not where its state is; docs/operate.md, More"
                + " partitions, says what to do");
  }

  @Override
  public String name() {
    return task.name();
  }

  @Override
  public Condition condition() {
    Condition condition = task.condition();
    return change.isEmpty() || condition instanceof Condition.NotRunning
        ? condition
        : new Condition.Stuck("cannot correct the number of partitions");
  }

  @Override
  public Optional<String> outsideCause() {
    return change().or(task::outsideCause);
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
