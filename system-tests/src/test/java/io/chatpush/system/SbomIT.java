package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each service's jar says what it is made of. */
final class SbomIT {

  private static final String LIBRARIES = "BOOT-INF/lib/";

  /** No release for years, or declared dead by its makers: SECURITY.md must say why it is here. */
  private static final Pattern NO_LONGER_DEVELOPED =
      Pattern.compile(
          "(org\\.apache\\.httpcomponents|io\\.opencensus|com\\.google\\.code\\.findbugs"
              + "|javax\\.annotation|javax\\.inject|javax\\.activation|javax\\.xml\\.bind"
              + "|commons-httpclient|commons-lang|commons-collections|log4j|junit|joda-time"
              + "|org\\.codehaus\\.jackson|com\\.squareup\\.okhttp|org\\.lz4|net\\.jpountz\\.lz4"
              + "|io\\.netty\\.incubator|com\\.netflix\\.hystrix|io\\.opentracing):.*");

  private static final Pattern CLASSIFIER = Pattern.compile("[?&]classifier=([^&]+)");

  @ParameterizedTest
  @ValueSource(strings = {"token-service", "dispatch-service"})
  void namesEveryLibraryInTheJar(String service) throws Exception {
    try (ZipFile jar = new ZipFile(jar(service).toFile())) {
      JsonNode bom = bom(jar);
      Set<String> named =
          Manifests.elements(bom.path("components"))
              .map(SbomIT::fileName)
              // Nothing but dependencies, so Boot leaves them out.
              .filter(name -> !name.startsWith("spring-boot-starter"))
              .collect(Collectors.toSet());
      Set<String> inside =
          jar.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.startsWith(LIBRARIES) && name.endsWith(".jar"))
              .map(name -> name.substring(LIBRARIES.length()))
              // Boot's own, which extracts the layers; repackaging adds it.
              .filter(name -> !name.startsWith("spring-boot-jarmode-tools-"))
              .collect(Collectors.toSet());

      assertThat(bom.path("bomFormat").asString()).isEqualTo("CycloneDX");
      assertThat(bom.at("/metadata/component/name").asString()).isEqualTo("chatpush-" + service);
      assertThat(inside).isNotEmpty().isEqualTo(named);
    }
  }

  /** What would make two builds of one commit differ. */
  @ParameterizedTest
  @ValueSource(strings = {"token-service", "dispatch-service"})
  void saysNothingOfTheBuild(String service) throws Exception {
    try (ZipFile jar = new ZipFile(jar(service).toFile())) {
      JsonNode bom = bom(jar);
      assertThat(bom.has("serialNumber")).isFalse();
      assertThat(bom.path("metadata").has("timestamp")).isFalse();
    }
  }

  @Test
  void saysWhyALibraryIsHereThatIsNoLongerDeveloped() throws Exception {
    List<String> inside = new ArrayList<>();
    for (String service : List.of("token-service", "dispatch-service")) {
      try (ZipFile jar = new ZipFile(jar(service).toFile())) {
        Manifests.elements(bom(jar).path("components"))
            .map(SbomIT::coordinates)
            .forEach(inside::add);
      }
    }
    List<String> listed =
        MarkdownTable.rows(Project.file("SECURITY.md"), "[a-z0-9.-]+:[a-z0-9.-]+").stream()
            .map(row -> row.name() + ":" + row.cell(0))
            .toList();

    assertThat(listed).doesNotHaveDuplicates().isSubsetOf(inside);
    assertThat(inside.stream().filter(name -> NO_LONGER_DEVELOPED.matcher(name).matches()))
        .as("libraries that are no longer developed, of which SECURITY.md must give the reason")
        .isSubsetOf(listed);
  }

  /** HTTP/3 is not used, and the jars run on Linux in the first place. */
  @ParameterizedTest
  @ValueSource(strings = {"token-service", "dispatch-service"})
  void hasNoLibraryOfNativeCodeThatIsNotUsed(String service) throws Exception {
    try (ZipFile jar = new ZipFile(jar(service).toFile())) {
      assertThat(jar.stream().map(ZipEntry::getName))
          .noneMatch(name -> name.matches(".*(native-quic|-osx-|-macos-|-windows-).*\\.jar"));
    }
  }

  private static Path jar(String service) throws Exception {
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(
            Project.file(service + "/target"), "chatpush-" + service + "-*-exec.jar")) {
      return jars.iterator().next();
    }
  }

  private static JsonNode bom(ZipFile jar) throws Exception {
    ZipEntry entry = Objects.requireNonNull(jar.getEntry("META-INF/sbom/application.cdx.json"));
    try (InputStream json = jar.getInputStream(entry)) {
      return JsonMapper.shared().readTree(json);
    }
  }

  private static String coordinates(JsonNode component) {
    return component.path("group").asString()
        + ":"
        + component.path("name").asString()
        + ":"
        + component.path("version").asString();
  }

  private static String fileName(JsonNode component) {
    Matcher classifier = CLASSIFIER.matcher(component.path("purl").asString());
    return component.path("name").asString()
        + "-"
        + component.path("version").asString()
        + (classifier.find() ? "-" + classifier.group(1) : "")
        + ".jar";
  }
}
