package io.chatpush.system;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import io.chatpush.cli.service.TokenSigner;
import io.chatpush.stack.launch.LocalApp;
import io.chatpush.stack.launch.StackDirectory;
import io.chatpush.stack.launch.StackKeys;
import io.chatpush.testing.BrokerContainer;
import io.chatpush.testing.ContainerEngine;
import io.chatpush.testing.RegistryContainer;
import io.chatpush.testing.RestartableContainer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.MountableFile;

/**
 * A whole chatpush as containers of one network: broker, registry, the simulator in FCM's place,
 * and the services as the images that are deployed, under the restrictions of {@code
 * deploy/kubernetes}. The images of the services are {@code chatpush/token-service} and {@code
 * chatpush/dispatch-service}, unless the system properties {@code
 * chatpush.test.token-service-image} and {@code chatpush.test.dispatch-service-image} name others.
 */
final class ContainerStack implements SystemUnderTest, AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final String SETTINGS = "/etc/chatpush";
  private static final String SIMULATOR = "fcm-simulator";
  private static final int SIMULATOR_PORT = 8180;
  private static final String CERTIFICATE = "/tmp/certificate.pem";

  /** What is to be undone, the last thing first. */
  private final Deque<Runnable> undo = new ArrayDeque<>();

  private final StackDirectory directory = new StackDirectory(Project.target("containers"));
  private final Path settings = directory.config();
  private final Network network;
  private final BrokerContainer broker;
  private final RegistryContainer registry;
  private final GenericContainer<?> simulator;
  private final Service tokenService;
  private final Service dispatchService;

  /** Starts one and returns when everything is ready. */
  ContainerStack() throws Exception {
    ContainerEngine.require();
    try {
      network = Network.newNetwork();
      undo.push(network::close);
      broker = BrokerContainer.start(network);
      undo.push(broker::close);
      registry = RegistryContainer.start(network);
      undo.push(registry::close);
      simulator = simulator();
      undo.push(simulator::stop);
      simulator.start();
      writeSettings();
      provision();
      tokenService = service("token-service", 8080);
      dispatchService = service("dispatch-service", 8081);
      tokenService.start();
      dispatchService.start();
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  @Override
  public StackDirectory directory() {
    return directory;
  }

  @Override
  public String kafka() {
    return broker.bootstrapServers();
  }

  @Override
  public String registryUrl() {
    return registry.url();
  }

  @Override
  public String tokenServiceUrl() {
    return "http://" + tokenService.container.address();
  }

  @Override
  public String simulatorUrl() {
    return "http://" + simulator.getHost() + ":" + simulator.getMappedPort(SIMULATOR_PORT);
  }

  Service tokenService() {
    return tokenService;
  }

  Service dispatchService() {
    return dispatchService;
  }

  /** Removes everything. */
  @Override
  public void close() {
    while (!undo.isEmpty()) {
      undo.pop().run();
    }
  }

  /** One of the services, which can be stopped and started again. */
  record Service(GenericContainer<?> image, RestartableContainer container) {

    void start() {
      container.start();
    }

    /**
     * Asks it to end, with SIGTERM.
     *
     * @return its exit code
     */
    long stop() {
      container.stop();
      return Objects.requireNonNull(image.getCurrentContainerInfo().getState().getExitCodeLong());
    }
  }

  private Service service(String name, int port) {
    GenericContainer<?> image =
        restricted(System.getProperty("chatpush.test." + name + "-image", "chatpush/" + name), name)
            .withNetworkAliases(name)
            .withEnv("SERVER_ADDRESS", "0.0.0.0")
            .withEnv("SPRING_KAFKA_STREAMS_STATEDIR", "/tmp/state");
    RestartableContainer container =
        RestartableContainer.of(
            image,
            port,
            Wait.forHttp("/actuator/health/readiness").withStartupTimeout(START_LIMIT));
    undo.push(container::close);
    return new Service(image, container);
  }

  /** Makes topics and schemas as the Job of {@code deploy/kubernetes} does. */
  private void provision() {
    try (GenericContainer<?> job =
        restricted(
                System.getProperty(
                    "chatpush.test.dispatch-service-image", "chatpush/dispatch-service"),
                "provisioning")
            .withCommand("provision")
            .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(START_LIMIT))) {
      job.start();
    }
  }

  private GenericContainer<?> simulator() throws IOException {
    return new GenericContainer<>(
            System.getProperty("chatpush.test.java-image", "eclipse-temurin:25-jre"))
        .withNetwork(network)
        .withNetworkAliases(SIMULATOR)
        .withExposedPorts(SIMULATOR_PORT)
        .withCopyFileToContainer(MountableFile.forHostPath(simulatorJar()), "/fcm-simulator.jar")
        .withCommand(
            "java",
            "-Xmx256m",
            "-jar",
            "/fcm-simulator.jar",
            // By this name it is known in its certificate and in the key files it gives.
            "--host=" + SIMULATOR,
            // By this one the tests ask for its own API.
            "--allowed-host=" + DockerClientFactory.instance().dockerHostIpAddress(),
            "--project=" + LocalApp.PROJECT,
            "--write-certificate=" + CERTIFICATE)
        .waitingFor(Wait.forLogMessage(".*listens on.*\\n", 1).withStartupTimeout(START_LIMIT));
  }

  /** As an image runs in {@code deploy/kubernetes}, with its settings as files. */
  private GenericContainer<?> restricted(String image, String name) {
    return new GenericContainer<>(image)
        .withNetwork(network)
        .withEnv(
            "SPRING_CONFIG_ADDITIONALLOCATION",
            "file:%1$s/kafka.properties,file:%1$s/%2$s.properties".formatted(SETTINGS, name))
        .withCreateContainerCmdModifier(this::restrict);
  }

  private void restrict(CreateContainerCmd command) {
    HostConfig host = command.getHostConfig();
    if (host == null) {
      throw new IllegalStateException("Testcontainers sets the ports here");
    }
    // Not copied in: nothing can be, into a file system that is only read.
    var _ =
        host.withReadonlyRootfs(true)
            .withCapDrop(Capability.ALL)
            .withSecurityOpts(List.of("no-new-privileges"))
            // A mount elsewhere would lose its mode, and with it our access, at the second start.
            .withTmpFs(Map.of("/tmp", "exec,mode=1777"))
            .withBinds(new Bind(settings.toString(), new Volume(SETTINGS), AccessMode.ro));
    var _ = command.withUser("10001:10001");
  }

  private void writeSettings() throws Exception {
    Files.createDirectories(directory.keys());
    Files.createDirectories(settings);
    var _ = StackKeys.signer(directory, Clock.systemUTC());
    write("issuer.pem", Files.readString(directory.keys().resolve("jwt-public.pem")));
    write(
        "service-account.json",
        Http.get(simulatorUrl() + "/simulator/service-account/" + LocalApp.PROJECT + ".json"));
    write("certificate.pem", simulator.copyFileFromContainer(CERTIFICATE, ContainerStack::text));
    write(
        "kafka.properties",
        """
        spring.kafka.bootstrap-servers=%s
        spring.kafka.properties.schema.registry.url=%s
        """
            .formatted(broker.bootstrapServersInside(), registry.urlInside()));
    write(
        "provisioning.properties",
        """
        chatpush.provisioning.partitions=4
        chatpush.provisioning.replication-factor=1
        chatpush.provisioning.min-insync-replicas=1
        """);
    String trust =
        """
        chatpush.access.issuers[0].public-key-location=%s/issuer.pem
        chatpush.access.issuers[0].audiences=%s
        chatpush.access.issuers[0].all-apps=true
        """
            .formatted(SETTINGS, TokenSigner.AUDIENCE);
    write("token-service.properties", trust + "chatpush.registration.apps=" + LocalApp.ID + "\n");
    write(
        "dispatch-service.properties",
        trust
            + """
            chatpush.apps.%1$s.project-id=%2$s
            chatpush.apps.%1$s.credentials=%3$s/service-account.json
            chatpush.apps.%1$s.event-types=NEW_MESSAGE
            chatpush.fcm.endpoint=https://%4$s:8443
            chatpush.fcm.ssl-bundle=fcm
            spring.ssl.bundle.pem.fcm.truststore.certificate=file:%3$s/certificate.pem
            """
                .formatted(LocalApp.ID, LocalApp.PROJECT, SETTINGS, SIMULATOR));
    Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** The images' user is another than ours. */
  private void write(String name, String content) throws IOException {
    Path file = Files.writeString(settings.resolve(name), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private static String text(InputStream content) throws IOException {
    return new String(content.readAllBytes(), StandardCharsets.UTF_8);
  }

  private static Path simulatorJar() throws IOException {
    try (Stream<Path> files = Files.list(Project.file("fcm-simulator/target"))) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-exec.jar"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("fcm-simulator is not packaged"));
    }
  }
}
