package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The tests of the client for Node.js, which are written in JavaScript. */
class NodeClientTest {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  @Test
  void passesItsOwnTests() throws IOException, InterruptedException {
    NodeScripts.assumeHas("node");
    String output =
        Program.start(
                "node --test",
                new ProcessBuilder("node", "--test", "--test-reporter=tap")
                    .directory(Project.file("client-node").toFile()),
                "")
            .await(LIMIT)
            .requireSuccess();
    assertThat(output).contains("# fail 0").doesNotContain("# pass 0");
  }
}
