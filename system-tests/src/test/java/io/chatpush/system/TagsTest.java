package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each tag of a test is one that the root pom knows, and CI runs what it leaves out. */
class TagsTest {

  private static final Pattern TAG = Pattern.compile("@Tag\\(\"([^\"]*)\"\\)");
  private static final Pattern LEFT_OUT =
      Pattern.compile("<tests.excluded>([a-z,]+)</tests.excluded>");

  @Test
  void areKnownToTheBuild() throws IOException {
    String pom = Files.readString(Project.file("pom.xml"));
    Matcher leftOut = LEFT_OUT.matcher(pom);
    assertThat(leftOut.find()).as("the tags that verify leaves out").isTrue();

    Map<String, List<String>> tags = new TreeMap<>();
    for (Path file : Project.sources("test")) {
      for (MatchResult tag : TAG.matcher(Files.readString(file)).results().toList()) {
        tags.computeIfAbsent(tag.group(1), _ -> new ArrayList<>()).add(file.getFileName() + "");
      }
    }

    assertThat(tags.keySet())
        .as("tags of tests: %s", tags)
        .contains("faults", "variants")
        .isSubsetOf(leftOut.group(1).split(","));
  }

  @Test
  void ofLongTestsAreRunByCi() throws IOException {
    assertThat(Files.readString(Project.file("pom.xml")))
        .contains("<id>extended</id>", "<tests.included>faults,variants</tests.included>");
    assertThat(Files.readString(Project.file(".ci/run"))).contains(" -Pextended verify");
  }
}
