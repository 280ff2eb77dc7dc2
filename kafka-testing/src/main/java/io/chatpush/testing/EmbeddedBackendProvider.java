package io.chatpush.testing;

/**
 * The default: a broker in this JVM and a registry as its child process. Needs nothing installed.
 */
public final class EmbeddedBackendProvider implements KafkaBackendProvider {

  @Override
  public String name() {
    return "embedded";
  }

  @Override
  public KafkaBackend create() {
    return new EmbeddedBackend();
  }
}
