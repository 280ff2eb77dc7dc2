package io.chatpush.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalTest {

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @Test
  void aLineReplacesTheProgressBeforeIt() {
    Terminal terminal = terminal(true, false);
    terminal.progress("half");
    terminal.line("done");

    assertThat(text()).isEqualTo("\r\u001b[2Khalf\r\u001b[2Kdone\n");
  }

  @Test
  void aFileGetsNeitherColoursNorAFloodOfProgress() {
    Terminal terminal = terminal(false, false);
    terminal.progress("1");
    terminal.progress("2");
    terminal.line(terminal.bad("no"));

    assertThat(text()).isEqualTo("1\nno\n");
  }

  @Test
  void coloursEndWhereTheTextDoes() {
    assertThat(terminal(true, true).good("ok")).isEqualTo("\u001b[32mok\u001b[0m");
  }

  @Test
  void obeysNothingThatALineQuotes() {
    Terminal terminal = terminal(true, true);
    String quoted = "\u001b]0;title\u0007 \u001b[2J \u001b[31;5m \u009b1m \r \u202e \u2028";
    terminal.progress(quoted);
    terminal.line(terminal.bad("no ") + quoted);

    String shown = "\\u001b]0;title\\u0007 \\u001b[2J \\u001b[31;5m \\u009b1m \\r \\u202e \\u2028";
    assertThat(text())
        .isEqualTo("\r\u001b[2K" + shown + "\r\u001b[2K\u001b[31mno \u001b[0m" + shown + "\n");
  }

  @Test
  void aFileGetsNoColourThatALineQuotes() {
    terminal(false, false).line("\u001b[31mred");

    assertThat(text()).isEqualTo("\\u001b[31mred\n");
  }

  private Terminal terminal(boolean interactive, boolean colours) {
    return new Terminal(
        new PrintStream(written, true, StandardCharsets.UTF_8), interactive, colours);
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
