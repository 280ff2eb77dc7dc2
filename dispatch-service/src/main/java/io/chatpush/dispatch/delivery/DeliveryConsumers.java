package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.window.WindowedConsumer;
import io.chatpush.service.StartupStep;
import io.chatpush.service.Worker;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the consumers when everything they need is there, and stops them, all at once, before what
 * they need goes.
 */
final class DeliveryConsumers implements StartupStep, SmartLifecycle, DeliverySums, Worker {

  private final List<WindowedConsumer> consumers;
  private final DeliveryMeters meters;
  private boolean started;
  private volatile boolean allStarted;
  private volatile boolean stopped;

  DeliveryConsumers(List<WindowedConsumer> consumers, DeliveryMeters meters) {
    this.consumers = List.copyOf(consumers);
    this.meters = meters;
  }

  @Override
  public String waitingFor() {
    return "the consumers of delivery";
  }

  @Override
  public synchronized void attempt() {
    if (!started && !stopped) {
      started = true;
      consumers.forEach(WindowedConsumer::start);
      allStarted = true;
    }
  }

  /** A container ends its consumer when Kafka refuses it, or on an error of the JVM. */
  @Override
  public Optional<String> ended() {
    if (!allStarted || stopped) {
      return Optional.empty();
    }
    String names =
        consumers.stream()
            .filter(consumer -> !consumer.isRunning())
            .map(WindowedConsumer::name)
            .collect(Collectors.joining(", "));
    // A stop may have begun meanwhile.
    return names.isEmpty() || stopped
        ? Optional.empty()
        : Optional.of("consumers have ended: " + names);
  }

  /** Nothing: the gate starts the consumers when they can run. */
  @Override
  public void start() {}

  @Override
  public synchronized void stop() {
    stopped = true;
    try (ExecutorService stoppers = Executors.newVirtualThreadPerTaskExecutor()) {
      consumers.forEach(consumer -> stoppers.execute(consumer::stop));
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return !stopped;
  }

  @Override
  public long taken() {
    return meters.takenSoFar();
  }

  @Override
  public long open() {
    return consumers.stream().mapToLong(WindowedConsumer::openWeight).sum();
  }

  @Override
  public long handedBack() {
    return consumers.stream().mapToLong(WindowedConsumer::handedBackWeight).sum();
  }

  @Override
  public long deferred() {
    return meters.deferredSoFar();
  }
}
