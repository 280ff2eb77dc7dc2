package io.chatpush.testing.broker;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a broker without others is set to, in this JVM as in a container: all but where it listens
 * and keeps its data.
 */
public final class BrokerSettings {

  private BrokerSettings() {}

  /** By the names of Kafka's {@code server.properties}. */
  public static Map<String, String> ofOneBroker() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("auto.create.topics.enable", "false");

    for (String internal :
        List.of(
            "offsets.topic.replication.factor",
            "transaction.state.log.replication.factor",
            "transaction.state.log.min.isr",
            "share.coordinator.state.topic.replication.factor",
            "share.coordinator.state.topic.min.isr",
            "default.replication.factor",
            "min.insync.replicas")) {
      settings.put(internal, "1");
    }
    // 50 partitions each by default, which is 150 more logs to open at every start.
    settings.put("offsets.topic.num.partitions", "4");
    settings.put("transaction.state.log.num.partitions", "4");
    settings.put("share.coordinator.state.topic.num.partitions", "4");

    // After a crash the controller waits for the session of the dead broker: 2 s instead of 9.
    settings.put("broker.session.timeout.ms", "2000");
    settings.put("broker.heartbeat.interval.ms", "300");
    // Nobody else is about to join a group: do not wait for them (3 s and 5 s by default).
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("group.streams.initial.rebalance.delay.ms", "0");
    // Of a consumer that was killed, others wait 45 s for a heartbeat by default.
    settings.put("group.consumer.session.timeout.ms", "10000");
    settings.put("group.consumer.min.session.timeout.ms", "10000");
    settings.put("group.consumer.heartbeat.interval.ms", "1000");
    settings.put("group.consumer.min.heartbeat.interval.ms", "1000");

    // A coordinator looks only between two chunks whether it still leads the partition it loads.
    // With 5 MB by default, the load of a leader of before can end after the next load has begun.
    for (String coordinator :
        List.of(
            "offsets.load.buffer.size",
            "transaction.state.log.load.buffer.size",
            "share.coordinator.load.buffer.size")) {
      settings.put(coordinator, Integer.toString(64 << 10));
    }

    // Permissions can be tried out: until a resource has rules, everybody may do everything with
    // it.
    settings.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    settings.put("allow.everyone.if.no.acl.found", "true");

    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "4");
    // Tests wait until a record is compacted away; the cleaner looks every 15 s by default.
    settings.put("log.cleaner.backoff.ms", "1000");
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
    settings.put("log.segment.bytes", Integer.toString(256 << 20));
    return Collections.unmodifiableMap(settings);
  }
}
