package io.chatpush.stack.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackProcessesTest {

  private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

  @TempDir private Path directory = Path.of("");

  @Test
  void startsQuicklyUnlessItIsToOptimize() throws Exception {
    StackDirectory stack = new StackDirectory(directory).create();

    assertThat(broker(stack)).contains(QUICK_START);

    new RunRecords(stack.run()).putOptimized(true);
    assertThat(broker(stack)).doesNotContain(QUICK_START);
  }

  private static List<String> broker(StackDirectory stack) throws IOException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return new StackProcesses(stack, Ports.from(21_000), http)
          .all()
          .getFirst()
          .command()
          .prepare()
          .command();
    }
  }
}
