package io.chatpush.testing;

/**
 * Broker and registry as the containers that others run; chosen by the Maven profile {@code
 * containers}, which brings Testcontainers to the class path. Needs a container engine.
 */
public final class ContainersBackendProvider implements KafkaBackendProvider {

  @Override
  public String name() {
    return "containers";
  }

  @Override
  public KafkaBackend create() {
    return new ContainersBackend();
  }
}
