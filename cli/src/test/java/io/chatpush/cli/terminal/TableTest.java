package io.chatpush.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    assertThat(new Table().row("a", "bbb", "c").row("aaaa", "b", "c").lines("> "))
        .containsExactly("> a     bbb  c", "> aaaa  b    c");
  }

  @Test
  void coloursAreNoWidth() {
    assertThat(new Table().row("\u001b[32mok\u001b[0m", "x").row("four", "x").lines(""))
        .containsExactly("\u001b[32mok\u001b[0m    x", "four  x");
  }
}
