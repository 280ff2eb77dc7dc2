package io.chatpush.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeCodeTest {

  @TempDir private Path directory;

  /** The libraries of the services that have native code, as they are on the class path here. */
  @ParameterizedTest
  @CsvSource({
    "amd64, org.rocksdb.RocksDB, librocksdbjni-linux64.so",
    "aarch64, org.rocksdb.RocksDB, librocksdbjni-linux-aarch64.so",
    "amd64, com.github.luben.zstd.Zstd, linux/amd64/libzstd-jni",
    "aarch64, com.github.luben.zstd.Zstd, linux/aarch64/libzstd-jni",
    "amd64, org.xerial.snappy.Snappy, org/xerial/snappy/native/Linux/x86_64/libsnappyjava.so",
    "aarch64, org.xerial.snappy.Snappy, org/xerial/snappy/native/Linux/aarch64/libsnappyjava.so",
    "amd64, net.jpountz.lz4.LZ4Factory, net/jpountz/util/linux/amd64/liblz4-java.so",
    "aarch64, net.jpountz.lz4.LZ4Factory, net/jpountz/util/linux/aarch64/liblz4-java.so"
  })
  void keepsOneFileOfALibrary(String architecture, String type, String kept) throws Exception {
    Path original =
        Path.of(Class.forName(type).getProtectionDomain().getCodeSource().getLocation().toURI());
    Path jar = Files.copy(original, directory.resolve(original.getFileName()));

    NativeCode.keep(directory, architecture);

    assertThat(entries(jar).stream().filter(name -> name.matches(".*\\.(so|dll|dylib|jnilib|a)")))
        .singleElement()
        .asString()
        .startsWith(kept);
    assertThat(entries(jar)).contains("META-INF/MANIFEST.MF", type.replace('.', '/') + ".class");
    assertThat(Files.size(jar)).isLessThan(Files.size(original));
    assertThat(directory).isDirectoryNotContaining(file -> file.toString().endsWith(".new"));
  }

  @Test
  void leavesAJarWithoutNativeCodeAsItIs() throws Exception {
    Path jar = jar("plain.jar", "a/B.class");
    byte[] before = Files.readAllBytes(jar);

    NativeCode.keep(directory, "amd64");

    assertThat(Files.readAllBytes(jar)).isEqualTo(before);
  }

  @Test
  void leavesASignedJarAsItIs() throws Exception {
    Path jar = jar("signed.jar", "META-INF/A.SF", "linux/amd64/a.so", "win/amd64/a.dll");

    NativeCode.keep(directory, "amd64");

    assertThat(entries(jar)).contains("win/amd64/a.dll");
  }

  @Test
  void refusesALibraryThatHasNothingForThePlatform() throws Exception {
    var _ = jar("new.jar", "natives/penguin.so");

    assertThatIllegalStateException()
        .isThrownBy(() -> NativeCode.keep(directory, "amd64"))
        .withMessage("new.jar has native code, and none that is known to be for LINUX_AMD64.");
  }

  @Test
  void emptiesAJarOfAnotherPlatform() throws Exception {
    Path jar = jar("netty-1.0-linux-x86_64.jar", "META-INF/native/liba_x86_64.so", "META-INF/b");

    NativeCode.keep(directory, "aarch64");

    assertThat(entries(jar)).containsExactly("META-INF/b");
  }

  @Test
  void refusesAProcessorThatNoImageIsFor() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NativeCode.keep(directory, "s390x"))
        .withMessage("Images are not built for the processor s390x");
  }

  private Path jar(String name, String... entries) throws IOException {
    Path jar = directory.resolve(name);
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      for (String entry : entries) {
        zip.putNextEntry(new ZipEntry(entry));
        zip.write(entry.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return jar;
  }

  private static List<String> entries(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream().map(entry -> String.valueOf(entry.getName())).toList();
    }
  }
}
