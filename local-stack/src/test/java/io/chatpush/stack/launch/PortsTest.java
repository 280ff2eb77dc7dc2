package io.chatpush.stack.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.cli.terminal.CommandException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class PortsTest {

  @Test
  void whatIsNotGivenStaysAsItWas() {
    Ports before = Ports.from(21_000);

    assertThat(chosen(Optional.of(before))).isEqualTo(before);
    assertThat(chosen(Optional.of(before), "--kafka-port=9092").kafka()).isEqualTo(9092);
    assertThat(chosen(Optional.of(before), "--kafka-port=9092").registry()).isEqualTo(21_002);
    assertThat(chosen(Optional.of(before), "--port-base=22000")).isEqualTo(Ports.from(22_000));
  }

  @Test
  void twoPartsCannotHaveOnePort() {
    assertThatThrownBy(() -> chosen(Optional.of(Ports.from(21_000)), "--kafka-port=21000"))
        .isInstanceOf(CommandException.class)
        .hasMessageStartingWith("Port 21000 is given to two parts");
  }

  @Test
  void aPortThatDoesNotExistIsRefused() {
    assertThatThrownBy(() -> Ports.from(65_530))
        .hasMessageStartingWith("Port 65542 does not exist");
  }

  @Test
  void aTakenPortIsToldWithTheOptionThatMovesIt() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () -> PortCheck.requireFree("broker", Map.of("--kafka-port", taken.getLocalPort())))
          .isInstanceOf(CommandException.class)
          .hasMessageContaining("Port " + taken.getLocalPort() + ", which broker needs, is taken")
          .hasMessageContaining("--kafka-port");
    }
  }

  @Command
  private static final class Arguments {
    @Mixin private PortOptions ports = new PortOptions();
  }

  private static Ports chosen(Optional<Ports> before, String... arguments) {
    Arguments parsed = new Arguments();
    new CommandLine(parsed).parseArgs(arguments);
    return parsed.ports.choose(before);
  }
}
