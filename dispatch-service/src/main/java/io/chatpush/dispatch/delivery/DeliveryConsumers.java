package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.startup.StartupStep;
import io.chatpush.dispatch.window.WindowedConsumer;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the consumers when everything they need is there, and stops them, all at once, before what
 * they need goes.
 */
final class DeliveryConsumers implements StartupStep, SmartLifecycle {

  private final List<WindowedConsumer> consumers;
  private boolean started;
  private boolean stopped;

  DeliveryConsumers(List<WindowedConsumer> consumers) {
    this.consumers = List.copyOf(consumers);
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
    }
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
}
