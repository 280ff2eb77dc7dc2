package io.chatpush.service;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/**
 * Which Kafka and which registry a service is connected to, and how: of logins it names the
 * mechanism alone, and of URLs neither user nor password.
 */
public final class KafkaFacts implements StartFacts {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Map<String, Object> settings;
  private final String registry;
  private final Collection<String> topics;

  /**
   * Takes what {@code spring.kafka} says.
   *
   * @param topics whose numbers of partitions are reported
   */
  public KafkaFacts(KafkaProperties kafka, Collection<String> topics) {
    this(
        kafka.buildAdminProperties(),
        kafka.buildProducerProperties().getOrDefault("schema.registry.url", ""),
        topics);
  }

  /**
   * @param adminSettings how to reach the broker
   * @param registry URLs of the registry, separated by commas
   */
  KafkaFacts(Map<String, Object> adminSettings, Object registry, Collection<String> topics) {
    settings = new HashMap<>(adminSettings);
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    this.registry = registry.toString();
    this.topics = List.copyOf(topics);
  }

  @Override
  public List<StartFact> facts() {
    List<StartFact> facts = new ArrayList<>();
    String servers = servers(settings);
    Admin admin = Admin.create(settings);
    try {
      DescribeClusterResult cluster = admin.describeCluster();
      facts.add(
          new StartFact(
              "Kafka",
              "%s, cluster %s, brokers: %d, %s"
                  .formatted(
                      servers,
                      cluster.clusterId().get(PATIENCE.toSeconds(), TimeUnit.SECONDS),
                      cluster.nodes().get(PATIENCE.toSeconds(), TimeUnit.SECONDS).size(),
                      security())));
      facts.add(
          new StartFact(
              "topics",
              partitions(
                  admin
                      .describeTopics(topics)
                      .allTopicNames()
                      .get(PATIENCE.toSeconds(), TimeUnit.SECONDS))));
    } catch (ExecutionException | TimeoutException e) {
      facts.add(new StartFact("Kafka", servers + ", which does not tell more, " + security()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      admin.close(Duration.ZERO);
    }
    facts.add(new StartFact("registry", withoutLogins(registry)));
    return facts;
  }

  /** {@code 8 partitions: a, b; 1 partition: c}. */
  private static String partitions(Map<String, TopicDescription> topics) {
    Map<Integer, TreeSet<String>> byCount = new TreeMap<>();
    topics.forEach((name, topic) ->
        byCount.computeIfAbsent(topic.partitions().size(), _ -> new TreeSet<>()).add(name));
    return byCount.entrySet().stream()
        .map(entry ->
            "partitions %d: %s".formatted(entry.getKey(), String.join(" ", entry.getValue())))
        .collect(Collectors.joining("; "));
  }

  private String security() {
    String protocol =
        String.valueOf(
            settings.getOrDefault(AdminClientConfig.SECURITY_PROTOCOL_CONFIG, "PLAINTEXT"));
    String login =
        protocol.startsWith("SASL_")
            ? "login by " + settings.getOrDefault("sasl.mechanism", "GSSAPI")
            : "no login";
    return login + (protocol.endsWith("SSL") ? ", TLS" : ", no TLS");
  }

  /** URLs, separated by commas, as an operator knows them: scheme, host, port and path. */
  public static String withoutLogins(String urls) {
    return Stream.of(urls.split(",", -1))
        .map(KafkaFacts::withoutLogin)
        .collect(Collectors.joining(", "));
  }

  private static String withoutLogin(String url) {
    try {
      URI uri = URI.create(url.strip());
      if (uri.getHost() != null) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
      }
    } catch (IllegalArgumentException e) {
      // Not quoted, whatever it is.
    }
    return "no URL";
  }

  /** Returns the brokers that settings of a client name, separated by commas. */
  public static String servers(Map<String, ?> settings) {
    Object servers = settings.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
    return servers instanceof Collection<?> values
        ? values.stream().map(String::valueOf).collect(Collectors.joining(","))
        : servers == null ? "" : servers.toString();
  }
}
