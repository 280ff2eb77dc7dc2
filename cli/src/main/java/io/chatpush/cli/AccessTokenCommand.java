package io.chatpush.cli;

import io.chatpush.cli.deployment.AppOption;
import io.chatpush.cli.deployment.Deployment;
import io.chatpush.cli.deployment.SigningKey;
import io.chatpush.cli.service.TokenSigner;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chatpush access-token}. */
@Command(
    name = "access-token",
    description = {
      "Prints an access token of a user of an app, valid for 12 hours.",
      "",
      "With --scope it is for the routes of operators too. A scope includes no other:",
      "  chatpush.read     what became of a message, dead letters, a user's devices",
      "  chatpush.redrive  redrives and discards of dead letters, and their jobs",
      "  chatpush.content  the text of messages in dead letters, addresses of devices",
      "  chatpush.admin    ends, erases and imports devices of any user",
      "  chatpush.publish  publishes chat events of an app over HTTP",
      "",
      "curl -X PUT -H \"Authorization: Bearer $(${ROOT-COMMAND-NAME} access-token maya)\" ...",
      ""
    })
final class AccessTokenCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private SigningKey key;
  @Mixin private AppOption app;

  @Parameters(paramLabel = "USER", description = "Who is signed in on the device.")
  private String user = "";

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = "A scope, or several separated by commas.",
      split = ",")
  private List<String> scopes = List.of();

  @Option(
      names = "--all-apps",
      description = "For all apps, and for dead letters whose app cannot be read.")
  private boolean allApps;

  AccessTokenCommand(Deployment deployment) {
    this.key = deployment.signingKey();
    this.app = deployment.app();
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        key.signer(Clock.systemUTC())
            .issue(allApps ? TokenSigner.ALL_APPS : app.id(), user, String.join(" ", scopes)));
    out.flush();
    return 0;
  }
}
