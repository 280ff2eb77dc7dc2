package io.chatpush.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * {@code java -cp … io.chatpush.image.NativeCode DIRECTORY}: takes out of the jars of a directory
 * the native code of all platforms but this one, Linux with glibc on this machine's processor. The
 * build of an image runs it, so that an image has no code that nobody could run, and 76 MB less.
 *
 * <p>It ends with an error where a library that has native code has none for this platform, as then
 * the library names its files in a way that is not known here, and the service would not start.
 */
public final class NativeCode {

  private static final Pattern NATIVE =
      Pattern.compile(".*\\.(so|dll|dylib|jnilib|a)", Pattern.CASE_INSENSITIVE);

  /** A jar that is for one platform, by its classifier, such as Netty's. */
  private static final Pattern FOR_ONE_PLATFORM =
      Pattern.compile(".*-(linux|osx|windows)-[a-z0-9_]+\\.jar");

  private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.SF");

  /** How the libraries of the services name what is for a platform. */
  private enum Platform {
    LINUX_AMD64(
        "amd64|x86_64",
        "(?i).*(/linux/(amd64|x86_64)/[^/]+|^linux/amd64/[^/]+|-linux64|_x86_64)\\.so"),
    LINUX_AARCH64(
        "aarch64|arm64",
        "(?i).*(/linux/aarch64/[^/]+|^linux/aarch64/[^/]+|-linux-aarch64|_aarch_64)\\.so");

    private final Pattern architectures;
    private final Pattern files;

    Platform(String architectures, String files) {
      this.architectures = Pattern.compile(architectures);
      this.files = Pattern.compile(files);
    }

    /**
     * @throws IllegalArgumentException if no image is built for it
     */
    static Platform of(String architecture) {
      for (Platform platform : values()) {
        if (platform.architectures.matcher(architecture).matches()) {
          return platform;
        }
      }
      throw new IllegalArgumentException("Images are not built for the processor " + architecture);
    }
  }

  /**
   * What was found in a jar.
   *
   * @param kept how many files are of this platform
   * @param removed how many are not
   */
  private record Found(int kept, int removed) {}

  private NativeCode() {}

  /**
   * Cleans the jars of one directory.
   *
   * @throws IOException if a jar cannot be read or written
   * @throws IllegalStateException if a library has native code, and none for this platform
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("The directory of the jars must be given, and no more.");
    }
    keep(Path.of(arguments[0]), System.getProperty("os.arch"));
  }

  /**
   * Keeps the native code of one processor.
   *
   * @param architecture as {@code os.arch} names it
   */
  static void keep(Path directory, String architecture) throws IOException {
    Platform platform = Platform.of(architecture);
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, "*.jar")) {
      for (Path jar : jars) {
        clean(jar, platform);
      }
    }
  }

  private static void clean(Path jar, Platform platform) throws IOException {
    Found found = find(jar, platform);
    if (found.removed() == 0) {
      return;
    }
    if (found.kept() == 0 && !FOR_ONE_PLATFORM.matcher(jar.getFileName().toString()).matches()) {
      throw new IllegalStateException(
          "%s has native code, and none that is known to be for %s."
              .formatted(jar.getFileName(), platform));
    }
    long before = Files.size(jar);
    Path smaller = jar.resolveSibling(jar.getFileName() + ".new");
    copy(jar, smaller, platform);
    var _ = Files.move(smaller, jar, StandardCopyOption.REPLACE_EXISTING);
    System.out.printf(
        "%s: %,d of %,d native files kept, %,d KB instead of %,d%n",
        jar.getFileName(),
        found.kept(),
        found.kept() + found.removed(),
        Files.size(jar) / 1024,
        before / 1024);
  }

  private static Found find(Path jar, Platform platform) throws IOException {
    int kept = 0;
    int removed = 0;
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        if (SIGNATURE.matcher(entry.getName()).matches()) {
          // Without one of its files its signature would be wrong.
          return new Found(0, 0);
        }
        if (NATIVE.matcher(entry.getName()).matches()) {
          if (isOf(platform, entry)) {
            kept++;
          } else {
            removed++;
          }
        }
      }
    }
    return new Found(kept, removed);
  }

  /** In the order and with the times of the original, so that two builds are equal. */
  private static void copy(Path from, Path to, Platform platform) throws IOException {
    try (ZipFile zip = new ZipFile(from.toFile());
        OutputStream file = Files.newOutputStream(to);
        ZipOutputStream out = new ZipOutputStream(file)) {
      for (ZipEntry entry : zip.stream().toList()) {
        if (NATIVE.matcher(entry.getName()).matches() && !isOf(platform, entry)) {
          continue;
        }
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(entry.getTimeLocal());
        out.putNextEntry(copy);
        try (var in = zip.getInputStream(entry)) {
          var _ = in.transferTo(out);
        }
        out.closeEntry();
      }
    }
  }

  private static boolean isOf(Platform platform, ZipEntry entry) {
    return platform.files.matcher(entry.getName()).matches();
  }
}
