package io.chatpush.benchmark.sender;

import com.google.common.io.Resources;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** firebase-admin for Node.js in a directory, as package-lock.json says. */
public final class NodeSdk {

  private static final String SCRIPT = "send-each.mjs";
  private static final int SAMPLES = 1_000;
  private static final long INSTALL_MINUTES = 5;

  private final Path directory;

  private NodeSdk(Path directory) {
    this.directory = directory;
  }

  /** One message to be sent with a push id of its own. */
  record NodeSample(
      String address,
      String platform,
      String title,
      String body,
      Map<String, String> data,
      String threadId,
      long expiresAt,
      long timeToLive) {}

  /** What the script is told. */
  record NodeOptions(
      String serviceAccount,
      int inFlight,
      long warmUpMillis,
      long millis,
      List<NodeSample> samples) {}

  /** Why it cannot be had on this machine, if so. */
  public static Optional<String> missing() {
    return Programs.isThere("node") && Programs.isThere("npm")
        ? Optional.empty()
        : Optional.of("node and npm (20 or newer) are not on the PATH");
  }

  /**
   * Installs it where it is not yet, from the npm registry.
   *
   * @return why it could not be, if so
   */
  public static Optional<String> install(Path directory, Path log) throws InterruptedException {
    try {
      Files.createDirectories(directory);
      Path lock = directory.resolve("package-lock.json");
      URL wanted = Resources.getResource("node/package-lock.json");
      boolean there =
          Files.isDirectory(directory.resolve("node_modules"))
              && Files.exists(lock)
              && Files.readString(lock).equals(Resources.toString(wanted, StandardCharsets.UTF_8));
      for (String file :
          List.of("package.json", "redirect-google.cjs", SCRIPT, "package-lock.json")) {
        Files.write(
            directory.resolve(file), Resources.toByteArray(Resources.getResource("node/" + file)));
      }
      if (there) {
        return Optional.empty();
      }
      // Firestore and Storage are optional dependencies of firebase-admin; messaging needs neither.
      Process npm =
          new ProcessBuilder("npm", "ci", "--omit=optional", "--ignore-scripts", "--no-audit")
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      if (npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) && npm.exitValue() == 0) {
        return Optional.empty();
      }
      npm.destroy();
      Files.delete(lock); // so that the next run tries again
      return Optional.of("npm could not install firebase-admin: " + log + " says why");
    } catch (IOException e) {
      return Optional.of("npm could not install firebase-admin: " + e);
    }
  }

  /** As {@link #install} left it. */
  public static NodeSdk in(Path directory) {
    return new NodeSdk(directory);
  }

  ProcessBuilder program(SenderOptions options, Path optionsFile) {
    SampleMessages messages = new SampleMessages();
    List<NodeSample> samples =
        Stream.generate(messages::next).limit(SAMPLES).map(NodeSdk::sample).toList();
    JsonMapper.shared()
        .writeValue(
            optionsFile.toFile(),
            new NodeOptions(
                options.serviceAccount(),
                options.inFlight(),
                options.warmUpMillis(),
                options.millis(),
                samples));
    ProcessBuilder builder =
        new ProcessBuilder(
                "node", "--require", "./redirect-google.cjs", SCRIPT, optionsFile.toString())
            .directory(directory.toFile());
    builder.environment().put("FCM_SIMULATOR_PORT", Integer.toString(options.simulatorPort()));
    builder.environment().put("NODE_EXTRA_CA_CERTS", options.certificate());
    return builder;
  }

  private static NodeSample sample(SampleMessages.Sample sample) {
    return new NodeSample(
        sample.address(),
        sample.platform().name(),
        sample.content().title(),
        sample.content().body(),
        sample.content().data(),
        Objects.requireNonNullElse(sample.content().options().thread(), ""),
        sample.content().expiresAt().getEpochSecond(),
        SampleMessages.TIME_TO_LIVE.toSeconds());
  }
}
