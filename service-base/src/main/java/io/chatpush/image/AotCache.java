package io.chatpush.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code java -cp … io.chatpush.image.AotCache JAR-DIRECTORY OPTIONS DESTINATION}: extracts the
 * executable jar of a service to a directory and has the service trained there, so that it starts
 * from there with classes that are loaded, linked and profiled ahead. The build runs it for the
 * local stack; an image is trained in its own build, because a cache belongs to the JVM and to the
 * paths with which it was made.
 *
 * <p>It does nothing if the directory was made from the same jar and options by the same JVM. If
 * the training fails, it says why, and the service is started without a cache.
 */
public final class AotCache {

  /** Where the service is extracted to: the jar to run, and its libraries beside it. */
  private static final String APPLICATION = "app.jar";

  private static final String CACHE = "app.aot";

  /** The digest of what the directory was made from; written last. */
  private static final String MADE_FROM = "made-from";

  private AotCache() {}

  /**
   * Extracts and trains one service.
   *
   * @param arguments the directory of the executable jar, the file of JVM options, and the
   *     directory to make
   * @throws IOException if a file cannot be read or written
   * @throws IllegalStateException if the service cannot be extracted
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 3) {
      throw new IllegalArgumentException(
          "AotCache takes the directory of the jar, the file of JVM options and the destination");
    }
    Path jar = executableJar(Path.of(arguments[0]).toAbsolutePath());
    Path options = Path.of(arguments[1]).toAbsolutePath();
    Path destination = Path.of(arguments[2]).toAbsolutePath();
    String digest = digest(jar, options);
    Path madeFrom = destination.resolve(MADE_FROM);
    if (Files.exists(madeFrom) && Files.readString(madeFrom).equals(digest)) {
      return;
    }
    delete(destination);
    run(
        Path.of(arguments[0]),
        "-Djarmode=tools",
        "-jar",
        jar.toString(),
        "extract",
        "--destination",
        destination.toString(),
        "--application-filename",
        APPLICATION);
    try {
      run(
          destination,
          "@" + options,
          "-XX:AOTCacheOutput=" + destination.resolve(CACHE),
          "-Xlog:aot*=error",
          "-jar",
          destination.resolve(APPLICATION).toString(),
          "train");
    } catch (IllegalStateException e) {
      // The service works without it, and starts in twice the time; the next build tries again.
      Files.deleteIfExists(destination.resolve(CACHE));
      System.err.println("WARNING: no AOT cache in " + destination + ": " + e.getMessage());
      return;
    }
    Files.writeString(madeFrom, digest);
  }

  private static Path executableJar(Path directory) throws IOException {
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, "chatpush-*-exec.jar")) {
      for (Path jar : jars) {
        return jar;
      }
    }
    throw new IllegalStateException("There is no executable jar in " + directory);
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

  private static void run(Path directory, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(
                Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                Stream.of(arguments))
            .toList();
    Path log = Files.createTempFile("chatpush-training-", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      int status = process.waitFor();
      if (status != 0) {
        throw new IllegalStateException(
            "java ended with status %d: %s\n%s"
                .formatted(status, String.join(" ", command), Files.readString(log)));
      }
    } finally {
      Files.deleteIfExists(log);
    }
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(file -> {
            try {
              Files.delete(file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
