package io.chatpush.testing;

/**
 * One way to run a broker and a registry for tests, found by {@link java.util.ServiceLoader} and
 * chosen by the system property {@code chatpush.test.backend}.
 */
public interface KafkaBackendProvider {

  /** What {@code chatpush.test.backend} says to choose it; {@code embedded} is the default. */
  String name();

  /** A backend that starts its parts when they are first asked for. */
  KafkaBackend create();
}
