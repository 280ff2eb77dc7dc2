package io.chatpush.stack.launch;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./chatpush access-token}. */
@Command(
    name = "access-token",
    description = {
      "Prints an access token of a user of the app " + LocalApp.ID + ", valid for 12 hours.",
      "",
      "With --scope it is for the routes of operators too. A scope includes no other:",
      "  chatpush.read     what became of a message, dead letters, a user's devices",
      "  chatpush.redrive  redrives and discards of dead letters, and their jobs",
      "  chatpush.content  the text of messages in dead letters, addresses of devices",
      "  chatpush.admin    ends, erases and imports devices of any user",
      "",
      "curl -X PUT -H \"Authorization: Bearer $(./chatpush access-token maya)\" ...",
      ""
    })
public final class AccessTokenCommand implements Callable<Integer> {

  @Mixin private StackOptions stack = new StackOptions();

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

  @Override
  public Integer call() {
    System.out.println(
        AccessTokens.open(stack.directory().create(), Clock.systemUTC())
            .issue(allApps ? AccessTokens.ALL_APPS : LocalApp.ID, user, String.join(" ", scopes)));
    return 0;
  }
}
