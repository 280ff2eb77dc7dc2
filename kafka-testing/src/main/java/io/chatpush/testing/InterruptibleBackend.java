package io.chatpush.testing;

/**
 * A backend whose parts can be taken away and brought back at the same addresses with what they
 * held, for tests of failure. A test that asks for one as a parameter is skipped by backends that
 * cannot; a test that takes a part away brings it back.
 */
public interface InterruptibleBackend extends KafkaBackend {

  /** Stops the broker; clients see connections refused. */
  void stopBroker();

  /** Brings the broker back. */
  void startBroker();

  /** Stops the registry; clients see connections refused. */
  void stopRegistry();

  /** Brings the registry back. */
  void startRegistry();
}
