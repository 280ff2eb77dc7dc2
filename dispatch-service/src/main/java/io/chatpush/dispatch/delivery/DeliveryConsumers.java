package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.window.WindowedConsumer;
import io.chatpush.service.StartupStep;
import io.chatpush.supervision.Supervised;
import io.chatpush.supervision.SupervisedParts;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the consumers when everything they need is there, and stops them, all at once, before what
 * they need goes.
 */
final class DeliveryConsumers
    implements StartupStep, SmartLifecycle, DeliverySums, SupervisedParts {

  private final List<WindowedConsumer> consumers;
  private final DeliveryMeters meters;
  private volatile boolean stopped;

  DeliveryConsumers(List<WindowedConsumer> consumers, DeliveryMeters meters) {
    this.consumers = List.copyOf(consumers);
    this.meters = meters;
  }

  @Override
  public String waitingFor() {
    return "the consumers of delivery";
  }

  /** Succeeds when every consumer has joined its group; what fails meanwhile is supervised. */
  @Override
  public void attempt() {
    if (stopped) {
      return;
    }
    consumers.forEach(WindowedConsumer::start);
    String missing =
        consumers.stream()
            .filter(consumer -> !consumer.hasJoined())
            .map(WindowedConsumer::name)
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw new IllegalStateException("these have not joined their groups yet: " + missing);
    }
  }

  @Override
  public List<? extends Supervised> parts() {
    return consumers;
  }

  /** Nothing: the gate starts the consumers when they can run. */
  @Override
  public void start() {}

  @Override
  public void stop() {
    stopped = true;
    try (ExecutorService stoppers = Executors.newVirtualThreadPerTaskExecutor()) {
      consumers.forEach(consumer -> stoppers.execute(consumer::stop));
    }
  }

  @Override
  public boolean isRunning() {
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
