package io.chatpush.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands of the runnable jar, about a deployment that options name. */
class OperatorCommandsTest {

  @TempDir private Path directory = Path.of("");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void asksTheServiceThatTheOptionsNameWithTheirToken() throws Exception {
    List<String> requests = new ArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(
              exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] body = "{\"devices\":[]}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      int status =
          run("devices", "list", "maya", "--app", "chat", "--url", url, "--token", "a.b.c");

      assertThat(status).as(err.toString()).isZero();
      assertThat(requests).containsExactly("/v1/apps/chat/users/maya/devices Bearer a.b.c");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void saysWhatIsMissing() {
    String nowhere = "http://127.0.0.1:1";

    assertThat(run("why", "message-1", "--app", "chat", "--token", "a.b.c")).isEqualTo(1);
    assertThat(err).asString().contains("dispatch-service", "--url or CHATPUSH_URL");
    assertThat(run("dead-letters", "list", "--url", nowhere)).isEqualTo(1);
    assertThat(err).asString().contains("--token or CHATPUSH_TOKEN");
    assertThat(run("why", "message-1", "--url", nowhere, "--token", "a.b.c")).isEqualTo(1);
    assertThat(err).asString().contains("--app");
  }

  @Test
  void saysThatAServiceDoesNotAnswer() {
    int status = run("dead-letters", "list", "--url", "http://127.0.0.1:1", "--token", "a.b.c");

    assertThat(status).isEqualTo(1);
    assertThat(err).asString().contains("dispatch-service at http://127.0.0.1:1 does not answer");
  }

  @Test
  void printsAnAccessTokenSignedWithTheKeyThatTheOperatorNames() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    Path key = directory.resolve("key.pem");
    Files.writeString(
        key,
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(
                Base64.getMimeEncoder()
                    .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())));

    int status =
        run(
            "access-token",
            "alice",
            "--private-key",
            key.toString(),
            "--issuer",
            "operators",
            "--audience",
            "push",
            "--all-apps",
            "--scope",
            "chatpush.read,chatpush.redrive");

    assertThat(status).as(err.toString()).isZero();
    String claims = out.toString().split("\\.", -1)[1];
    assertThat(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8))
        .contains(
            "\"iss\":\"operators\"",
            "\"sub\":\"alice\"",
            "\"aud\":\"push\"",
            "\"app\":\"*\"",
            "\"scope\":\"chatpush.read chatpush.redrive\"");
  }

  @Test
  void helpOfEachCommandNamesTheProgramAsItIsCalled() {
    CommandLine program = OperatorCommands.commandLine();

    assertThat(all(program))
        .extracting(command -> command.getUsageMessage(CommandLine.Help.Ansi.OFF))
        .hasSizeGreaterThan(12)
        .allSatisfy(usage ->
            assertThat(usage).contains("Usage: chatpush").doesNotContain("./chatpush", "${"));
  }

  /** Picocli warns on standard error, and shows the text as it is, where it cannot format it. */
  @Test
  void helpOfEachCommandCanBeFormatted() {
    assertThat(all(OperatorCommands.commandLine()))
        .flatExtracting(command -> List.of(command.getCommandSpec().usageMessage().description()))
        .isNotEmpty()
        .allSatisfy(text -> assertThat(text.formatted()).isNotNull());
  }

  private static List<CommandLine> all(CommandLine command) {
    List<CommandLine> all = new ArrayList<>();
    all.add(command);
    command.getSubcommands().values().forEach(each -> all.addAll(all(each)));
    return all;
  }

  private int run(String... arguments) {
    return OperatorCommands.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
