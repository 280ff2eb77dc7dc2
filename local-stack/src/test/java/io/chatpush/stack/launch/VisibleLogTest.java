package io.chatpush.stack.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.chatpush.schemas.text.VisibleText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VisibleLogTest {

  private static final String HOSTILE =
      "\u001b]0;title\u0007\r\n2026-01-01 ERROR forged\u202e\u2028";

  @TempDir private Path directory = Path.of("");

  @Test
  void aLogOfTheToolsHasNoCharacterThatATerminalObeys() throws Exception {
    Path log = directory.resolve("launcher.log");
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    context.putProperty("chatpush.log", log.toString());
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(
        VisibleLogTest.class.getResource("/io/chatpush/stack/logback-launcher.xml"));

    context
        .getLogger("kafka")
        .error("client {}", HOSTILE, new IllegalStateException(HOSTILE, new Exception(HOSTILE)));
    context.stop();

    List<String> lines = Files.readAllLines(log, UTF_8);
    assertThat(String.join("", lines).codePoints()).noneMatch(VisibleText::isHidden);
    assertThat(lines.getFirst()).contains("client \\u001b]0;title\\u0007\\r");
    assertThat(lines.stream().skip(1)).isNotEmpty().allMatch(line -> line.startsWith("  | "));
  }
}
