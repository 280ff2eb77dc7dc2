package io.chatpush.stack.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.cli.terminal.CommandException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class AclsCommandTest {

  @Test
  void showsALoginForEachRoleByDefault() {
    assertThat(print())
        .startsWith(
            "| resource | token-service | fan-out | delivery | operations | provisioning |"
                + " chat-system |\n")
        .contains("| topic `push.user-devices` | R W | R | D | D | C D DC | |\n");
  }

  @Test
  void printsCommandsForALoginOfSeveralRoles() {
    assertThat(print("--format", "kafka-acls", "--login", "ours=fan-out,operations"))
        .contains(
            "acls --allow-principal User:ours --operation Read --operation Write"
                + " --topic chat.messages\n",
            "acls --allow-principal User:ours --operation Read --group chatpush-fan-out\n")
        .doesNotContain("chatpush-delivery --operation", "User:chatpush-");
  }

  @Test
  void printsUsersForStrimziWithTheNamesOfTheGroups() {
    assertThat(print("--format", "strimzi", "--cluster", "main", "--token-group", "our-tokens"))
        .contains(
            "strimzi.io/cluster: main",
            """
                  - resource:
                      type: transactionalId
                      name: our-tokens-
                      patternType: prefix
                    operations: [Write]
            """)
        .doesNotContain("chatpush-token-ownership");
  }

  @Test
  void saysWhichRolesThereAre() {
    assertThatThrownBy(() -> command("--login", "ours=everything").call())
        .isInstanceOf(CommandException.class)
        .hasMessage(
            "There is no role everything: there are token-service, fan-out, delivery, operations,"
                + " provisioning, chat-system.");
    assertThatThrownBy(() -> command("--login", "ours").call())
        .hasMessage("--login must be NAME=ROLE[,ROLE...], it is ours.");
    assertThatThrownBy(() -> command("--format", "xml").call())
        .hasMessage("--format must be strimzi, kafka-acls or table.");
  }

  private static AclsCommand command(String... arguments) {
    AclsCommand command = new AclsCommand();
    var _ = new CommandLine(command).parseArgs(arguments);
    return command;
  }

  private static String print(String... arguments) {
    StringWriter out = new StringWriter();
    int status = new CommandLine(new AclsCommand()).setOut(new PrintWriter(out)).execute(arguments);
    assertThat(status).isZero();
    return out.toString();
  }
}
