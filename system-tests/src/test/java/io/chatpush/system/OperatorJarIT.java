package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.stack.launch.LocalApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What operators do with the jar of the command line. The running stack is a remote deployment for
 * it: its addresses and a key come from options and from the environment.
 */
@SystemTest
final class OperatorJarIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final RunningStack stack;

  OperatorJarIT(RunningStack stack) {
    this.stack = stack;
  }

  @Test
  void listsTheDevicesOfAUserWithATokenThatItSignedItself() throws Exception {
    Phone phone = Phone.aPhone();
    new Apps(stack).register(phone);

    String devices =
        run(
            Map.of(
                "CHATPUSH_TOKEN_SERVICE_URL",
                stack.tokenServiceUrl(),
                "CHATPUSH_TOKEN",
                token("chatpush.read")),
            "devices",
            "list",
            phone.user(),
            "--app",
            LocalApp.ID);

    assertThat(devices).contains(phone.id()).doesNotContain(phone.address());
  }

  @Test
  void asksDispatchServiceForDeadLetters() throws Exception {
    String letters =
        run(
            Map.of("CHATPUSH_TOKEN", token("chatpush.read")),
            "dead-letters",
            "list",
            "--url",
            stack.dispatchServiceUrl(),
            "--json");

    assertThat(letters).contains("\"letters\"");
  }

  private String token(String scope) throws Exception {
    String token =
        run(
            Map.of(),
            "access-token",
            "operator",
            "--private-key",
            stack.directory().keys().resolve("jwt-private.pem").toString(),
            "--all-apps",
            "--scope",
            scope);
    return Secrets.secret(token.strip());
  }

  private static String run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", jar().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    try (Program program = Program.start(arguments[0] + " of the jar", builder, "")) {
      return program.await(LIMIT).requireSuccess();
    }
  }

  private static Path jar() throws IOException {
    try (Stream<Path> files = Files.list(Project.file("cli/target"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("chatpush-cli-.*-exec\\.jar"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("the build has made no jar of the command line"));
    }
  }
}
