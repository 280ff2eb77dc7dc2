package io.chatpush.service;

/**
 * Something that must have happened before the service serves, and that may fail for reasons
 * outside of it, such as a broker that is not up yet. Steps run one after the other, each until it
 * succeeds, in the {@link StartOrder} of the service.
 */
public interface StartupStep {

  /** What is waited for while it fails, for a log line: {@code Kafka at localhost:9092}. */
  String waitingFor();

  /**
   * Tries once. May block for some seconds.
   *
   * @throws Exception if it is not so yet; the message says why, without secrets
   */
  void attempt() throws Exception;
}
