package io.chatpush.token.kafka;

import io.chatpush.schemas.Topics;
import io.chatpush.service.StartupStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Waits for the broker and for the topics this service writes and reads. */
final class TopicsStep implements StartupStep {

  static final List<String> NEEDED =
      List.of(Topics.DEVICE_TOKEN_EVENTS, Topics.USER_DEVICES, Topics.CHAT_MESSAGES);

  /** Short, so that a stop does not wait for a broker that is not there. */
  private static final Duration ATTEMPT = Duration.ofSeconds(5);

  private final Map<String, Object> properties;

  /**
   * @param adminProperties how to reach the broker
   */
  TopicsStep(Map<String, Object> adminProperties) {
    properties = new HashMap<>(adminProperties);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ATTEMPT.toMillis());
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ATTEMPT.toMillis());
  }

  @Override
  public String waitingFor() {
    return "Kafka at " + properties.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
  }

  @Override
  public void attempt() throws Exception {
    List<String> missing = new ArrayList<>();
    Admin admin = Admin.create(properties);
    try {
      for (var topic : admin.describeTopics(NEEDED).topicNameValues().entrySet()) {
        if (!exists(topic.getValue())) {
          missing.add(topic.getKey());
        }
      }
    } finally {
      admin.close(Duration.ZERO);
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException("no topic " + String.join(", ", missing));
    }
  }

  private static boolean exists(KafkaFuture<?> description) throws Exception {
    try {
      var _ = description.get(ATTEMPT.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }
}
