package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Reader;
import java.nio.file.Files;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The build runs the Maven that its wrapper downloads. */
final class MavenWrapperTest {

  @Test
  void verifiesTheMavenThatItDownloads() throws Exception {
    Properties wrapper = new Properties();
    try (Reader file =
        Files.newBufferedReader(Project.file(".mvn/wrapper/maven-wrapper.properties"))) {
      wrapper.load(file);
    }

    assertThat(wrapper.getProperty("distributionUrl")).startsWith("https://");
    assertThat(wrapper.getProperty("distributionSha256Sum"))
        .as("distributionSha256Sum, without which ./mvnw runs whatever it gets")
        .matches("[0-9a-f]{64}");
  }
}
