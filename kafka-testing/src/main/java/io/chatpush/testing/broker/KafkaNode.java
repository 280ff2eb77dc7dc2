package io.chatpush.testing.broker;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.LoggerFactory;

/**
 * A controller and a broker in this JVM, started one after the other: the broker only once the
 * controller has fenced the broker's previous incarnation.
 *
 * <p>{@link KafkaRaftServer} starts both at once. After a {@code kill -9} the first metadata then
 * still name the dead incarnation as leader of {@code __consumer_offsets}, and the new one begins
 * to load that partition. The controller fences the dead incarnation, elects no leader, and about a
 * second later elects the new one: a second load begins while the first still runs. The end of the
 * first makes the state of the second active while it is empty. Groups are then unknown, epochs and
 * offsets go backwards. If the broker role waits, there is one election and one load.
 *
 * <p>These classes are not public API of Kafka; this one uses them as KafkaRaftServer does.
 * Thread-safe once started.
 */
final class KafkaNode {

  /**
   * Much longer than {@code broker.session.timeout.ms}: on a machine that is very busy the
   * controller itself takes long to start its timers.
   */
  private static final Duration FENCING_LIMIT = Duration.ofSeconds(60);

  private static final Duration POLL = Duration.ofMillis(20);

  private final int id;
  private final ControllerServer controller;
  private final BrokerServer broker;

  private KafkaNode(int id, ControllerServer controller, BrokerServer broker) {
    this.id = id;
    this.controller = controller;
    this.broker = broker;
  }

  /**
   * Starts both roles and returns once the broker serves requests.
   *
   * @throws RuntimeException what stopped either role from starting; both are stopped by then
   */
  static KafkaNode start(KafkaConfig config) {
    var logDirectories =
        KafkaRaftServer.initializeLogDirs(
            config, LoggerFactory.getLogger(KafkaNode.class), "[KafkaNode] ");
    MetaPropertiesEnsemble properties = logDirectories._1();
    BootstrapMetadata bootstrap = logDirectories._2();
    Metrics metrics =
        Server.initializeMetrics(config, Time.SYSTEM, properties.clusterId().orElseThrow());
    SharedServer shared =
        new SharedServer(
            config,
            properties,
            Time.SYSTEM,
            metrics,
            CompletableFuture.completedFuture(
                QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
            QuorumConfig.parseBootstrapServers(config.quorumConfig().bootstrapServers()),
            new StandardFaultHandlerFactory(),
            ServerSocketFactory.INSTANCE);
    KafkaNode node =
        new KafkaNode(
            config.nodeId(),
            new ControllerServer(shared, KafkaRaftServer.configSchema(), bootstrap),
            new BrokerServer(shared));
    try {
      node.startup();
    } catch (RuntimeException e) {
      node.shutdown();
      throw e;
    }
    return node;
  }

  private void startup() {
    controller.startup();
    awaitFencing();
    broker.startup();
  }

  /**
   * Returns at once on a first start and after a clean stop: then the metadata name no broker that
   * is not fenced. The controller's startup has read all metadata written before.
   */
  private void awaitFencing() {
    long begin = System.nanoTime();
    while (controller.metadataCache().hasAliveBroker(id)) {
      if (System.nanoTime() - begin > FENCING_LIMIT.toNanos()) {
        throw new IllegalStateException(
            "The controller did not fence the previous incarnation of the broker within "
                + FENCING_LIMIT.toSeconds()
                + " s");
      }
      pause();
    }
  }

  private static void pause() {
    try {
      var _ = new CountDownLatch(1).await(POLL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the broker was starting", e);
    }
  }

  /** Stops both roles; the broker first, since it needs the controller to hand over. */
  void shutdown() {
    Utils.closeQuietly(broker::shutdown, "broker");
    Utils.closeQuietly(controller::shutdown, "controller");
  }

  /** Returns when both roles have stopped. */
  void awaitShutdown() {
    broker.awaitShutdown();
    controller.awaitShutdown();
  }
}
