package io.chatpush.stack.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.cli.terminal.CommandException;
import io.chatpush.cli.terminal.Terminal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalStackTest {

  @Test
  void leavesOutNothingThatTheServicesNeed(@TempDir Path directory) {
    LocalStack stack =
        new LocalStack(new StackDirectory(directory), Terminal.system(), Clock.systemUTC());

    assertThatThrownBy(() -> stack.up(Ports.from(1024), Set.of("broker"), StackShape.PLAIN))
        .isInstanceOf(CommandException.class)
        .hasMessage("broker cannot be left out, only token-service and dispatch-service can.");
    assertThat(stack.isAnyRunning()).isFalse();
  }
}
