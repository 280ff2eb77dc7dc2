package io.chatpush.stack.launch;

import io.chatpush.cli.terminal.CommandException;
import io.chatpush.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.common.utils.Utils;

/**
 * Makes what the stack starts a service from: its executable jar, extracted, and an AOT cache,
 * which has its classes loaded, linked and profiled ahead. For the cache the service is started
 * once with a broker, a registry and the simulator around it, because most of what a start does
 * begins when Kafka answers. An image is trained in its own build and without them: a cache belongs
 * to the JVM and to the paths with which it was made.
 *
 * <p>Nothing is done if all was made from the same jar and options by the same JVM. If the training
 * fails, it says why, and the service is started without a cache.
 */
final class ServiceTraining {

  private final Artifacts artifacts;
  private final String service;
  private final Clock clock;

  ServiceTraining(Artifacts artifacts, String service, Clock clock) {
    this.artifacts = artifacts;
    this.service = service;
    this.clock = clock;
  }

  /**
   * Extracts and trains the service.
   *
   * @throws CommandException if the service cannot be extracted
   */
  void run() throws IOException, InterruptedException {
    // Beside the directory of the stack, which is deleted.
    LauncherLog.writeTo(artifacts.extracted(service).resolveSibling("training.log"));
    Path jar = artifacts.executableJar(service);
    String digest = digest(jar, artifacts.javaOptions(service));
    Path destination = artifacts.extracted(service);
    Path madeFrom = destination.resolve("made-from");
    if (Files.exists(madeFrom) && Files.readString(madeFrom).equals(digest)) {
      return;
    }
    Utils.delete(destination.toFile());
    extract(jar, destination);
    try {
      train();
    } catch (RuntimeException e) {
      // The service works without it, and starts in twice the time; the next build tries again.
      System.err.println("WARNING: no AOT cache of " + service + ": " + e.getMessage());
      return;
    }
    Files.writeString(madeFrom, digest);
  }

  private void train() throws IOException, InterruptedException {
    Path root = artifacts.extracted(service).resolveSibling("training");
    Utils.delete(root.toFile());
    LocalStack stack =
        LocalStack.training(service, new StackDirectory(root), Terminal.silent(), clock);
    try {
      stack.up(Ports.free(), StackProcesses.servicesBut(service), StackShape.PLAIN);
    } finally {
      stack.down();
    }
    if (artifacts.serviceCache(service).isEmpty()) {
      throw new CommandException("the JVM made none; the logs are in " + root);
    }
    Utils.delete(root.toFile());
  }

  private static void extract(Path jar, Path destination) throws IOException, InterruptedException {
    Path log = Files.createTempFile("chatpush-extract-", ".log");
    try {
      int status =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Djarmode=tools",
                  "-jar",
                  jar.toString(),
                  "extract",
                  "--destination",
                  destination.toString(),
                  "--application-filename",
                  Artifacts.APPLICATION)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start()
              .waitFor();
      if (status != 0) {
        throw new CommandException(jar + " cannot be extracted: " + Files.readString(log));
      }
    } finally {
      Files.deleteIfExists(log);
    }
  }

  private static String digest(Path jar, Path options) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(Runtime.version().toString().getBytes(StandardCharsets.UTF_8));
      for (Path file : List.of(jar, options)) {
        try (InputStream content = Files.newInputStream(file);
            DigestOutputStream sink =
                new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
          content.transferTo(sink);
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
