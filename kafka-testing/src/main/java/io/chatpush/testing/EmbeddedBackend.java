package io.chatpush.testing;

import io.chatpush.testing.broker.EmbeddedBroker;
import io.chatpush.testing.registry.RegistryProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Broker and registry on free ports of 127.0.0.1, with their data in a temporary directory. */
final class EmbeddedBackend implements InterruptibleBackend {

  private @Nullable Path directory;
  private @Nullable EmbeddedBroker broker;
  private @Nullable RegistryProcess registry;
  private int brokerPort;
  private int registryPort;

  @Override
  public synchronized String bootstrapServers() {
    if (brokerPort == 0) {
      startBroker();
    }
    return "127.0.0.1:" + brokerPort;
  }

  @Override
  public synchronized String registryUrl() {
    if (registryPort == 0) {
      startRegistry();
    }
    return "http://127.0.0.1:" + registryPort + "/apis/ccompat/v7";
  }

  @Override
  public synchronized void startBroker() {
    if (broker == null) {
      try {
        broker = EmbeddedBroker.start(directory().resolve("kafka"), brokerPort);
        brokerPort = broker.port();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public synchronized void stopBroker() {
    if (broker != null) {
      broker.close();
      broker = null;
    }
  }

  @Override
  public synchronized void startRegistry() {
    if (registry == null) {
      try {
        registry = RegistryProcess.start(directory().resolve("registry"), registryPort);
        registryPort = registry.port();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while the registry started", e);
      }
    }
  }

  @Override
  public synchronized void stopRegistry() {
    if (registry != null) {
      registry.close();
      registry = null;
    }
  }

  @Override
  public synchronized void close() {
    stopRegistry();
    stopBroker();
    if (directory != null) {
      try {
        Utils.delete(directory.toFile());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Path directory() throws IOException {
    if (directory == null) {
      directory = Files.createTempDirectory("chatpush-test-");
    }
    return directory;
  }
}
