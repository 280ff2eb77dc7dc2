package io.chatpush.testing;

import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.Network;

/** Broker and registry in containers, with ports of the host that stay theirs while they live. */
final class ContainersBackend implements InterruptibleBackend {

  private @Nullable Network network;
  private @Nullable BrokerContainer broker;
  private @Nullable RegistryContainer registry;

  @Override
  public String bootstrapServers() {
    return broker().bootstrapServers();
  }

  @Override
  public String registryUrl() {
    return registry().url();
  }

  @Override
  public void startBroker() {
    broker().start();
  }

  @Override
  public void stopBroker() {
    broker().stop();
  }

  @Override
  public void startRegistry() {
    registry().start();
  }

  @Override
  public void stopRegistry() {
    registry().stop();
  }

  @Override
  public synchronized void close() {
    if (registry != null) {
      registry.close();
    }
    if (broker != null) {
      broker.close();
    }
    if (network != null) {
      network.close();
    }
  }

  private synchronized BrokerContainer broker() {
    if (broker == null) {
      broker = BrokerContainer.start(network());
    }
    return broker;
  }

  private synchronized RegistryContainer registry() {
    if (registry == null) {
      registry = RegistryContainer.start(network());
    }
    return registry;
  }

  private Network network() {
    if (network == null) {
      ContainerEngine.require();
      network = Network.newNetwork();
    }
    return network;
  }
}
