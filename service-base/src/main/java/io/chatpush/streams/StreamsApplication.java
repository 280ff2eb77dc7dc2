package io.chatpush.streams;

import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.Topology;

/**
 * A Kafka Streams application, as a service defines it for its {@link StreamsHost}. A service may
 * have several; each has a name and an id of its own.
 *
 * @param name of the supervised part, in health, logs and meters
 * @param id the application id: the consumer group, and the directory of its state
 * @param sources the topics that it reads, internal ones left out
 * @param threads how many stream threads the settings of the blueprint give it
 * @param tags of Kafka Streams' own meters in addition to those that Kafka Streams gives them; the
 *     same keys for all applications of a service
 * @param blueprint of its clients
 * @param outsideCause why no client of it can work, as a sentence without its full stop; empty if
 *     no such cause is known. Never blocks
 */
public record StreamsApplication(
    String name,
    String id,
    List<String> sources,
    int threads,
    Tags tags,
    Blueprint blueprint,
    Supplier<Optional<String>> outsideCause) {

  /** Makes what a client needs. Called for each new client, by one thread at a time. */
  @FunctionalInterface
  public interface Blueprint {

    /**
     * Returns the parts of a new client.
     *
     * @throws RuntimeException if they cannot be made now; the host tries again later
     */
    Parts parts();
  }

  /**
   * The parts of one client.
   *
   * @param settings of Kafka Streams, without the application id
   * @param clients makes its consumers and producers
   */
  public record Parts(Topology topology, Map<String, Object> settings, StreamClients clients) {}

  public StreamsApplication {
    sources = List.copyOf(sources);
  }
}
