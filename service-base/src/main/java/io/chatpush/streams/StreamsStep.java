package io.chatpush.streams;

import io.chatpush.service.StartupStep;
import org.apache.kafka.streams.KafkaStreams;

/** A step of the start that opens an application. */
public final class StreamsStep implements StartupStep {

  private final StreamsHost host;
  private final String waitingFor;
  private final boolean untilRestored;

  private StreamsStep(StreamsHost host, String waitingFor, boolean untilRestored) {
    this.host = host;
    this.waitingFor = waitingFor;
    this.untilRestored = untilRestored;
  }

  /**
   * Returns a step that succeeds once a client has started.
   *
   * @param waitingFor as {@link StartupStep#waitingFor}
   */
  public static StreamsStep opened(StreamsHost host, String waitingFor) {
    return new StreamsStep(host, waitingFor, false);
  }

  /** Returns a step that succeeds once a client has all its state; else as {@link #opened}. */
  public static StreamsStep restored(StreamsHost host, String waitingFor) {
    return new StreamsStep(host, waitingFor, true);
  }

  @Override
  public String waitingFor() {
    return waitingFor;
  }

  @Override
  public void attempt() {
    host.open();
    KafkaStreams client = host.current();
    if (untilRestored && client != null && client.state() != KafkaStreams.State.RUNNING) {
      throw new IllegalStateException(progress(client.state(), host.leftToRestore()));
    }
  }

  /** Returns in words how far the client has come. */
  static String progress(KafkaStreams.State state, long left) {
    return left == 0
        ? "its state is " + state
        : "its state is %s, %d records are left to read at most".formatted(state, left);
  }
}
