package io.chatpush.benchmark.tokens;

import io.chatpush.cli.terminal.CommandException;
import io.chatpush.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/** How much room the devices take. */
final class Disk {

  static final String CHANGELOG = "-changelog";

  private static final String ROCKS_DB = "rocksdb";

  private Disk() {}

  /**
   * What something takes.
   *
   * @param what a topic, or a store of token-service
   */
  record Size(String what, long bytes) {}

  /** The topics that hold devices, as they are on the broker's disk, one replica. */
  static List<Size> topics(Admin admin) throws InterruptedException {
    Map<String, Long> sizes = new TreeMap<>();
    try {
      List<Integer> brokers = admin.describeCluster().nodes().get().stream().map(Node::id).toList();
      for (Map<String, LogDirDescription> broker :
          admin.describeLogDirs(brokers).allDescriptions().get().values()) {
        for (LogDirDescription directory : broker.values()) {
          for (Map.Entry<TopicPartition, ReplicaInfo> each : directory.replicaInfos().entrySet()) {
            String topic = each.getKey().topic();
            if (holdsDevices(topic)) {
              sizes.merge(topic, each.getValue().size(), Long::sum);
            }
          }
        }
      }
    } catch (ExecutionException e) {
      throw new CommandException("Kafka does not say how large its topics are.", e);
    }
    return sizes(sizes, "");
  }

  /** The stores of token-service by their names, as they are on its disk. */
  static List<Size> stores(Path state) {
    Map<String, Long> sizes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(state)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sizes.merge(store(state.relativize(file)), Files.size(file), Long::sum);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot measure " + state, e);
    }
    return sizes(sizes, "token-service: ");
  }

  /** Of {@code application/task/rocksdb/STORE/file} the store. */
  static String store(Path file) {
    for (int i = 0; i < file.getNameCount() - 2; i++) {
      if (file.getName(i).toString().equals(ROCKS_DB)) {
        return file.getName(i + 1).toString();
      }
    }
    return "other";
  }

  private static boolean holdsDevices(String topic) {
    return topic.equals(Topics.USER_DEVICES)
        || topic.equals(Topics.DEVICE_TOKEN_EVENTS)
        || topic.startsWith(OwnershipLag.GROUP);
  }

  private static List<Size> sizes(Map<String, Long> sizes, String before) {
    List<Size> result = new ArrayList<>();
    sizes.forEach((what, bytes) -> result.add(new Size(before + what, bytes)));
    return result;
  }
}
