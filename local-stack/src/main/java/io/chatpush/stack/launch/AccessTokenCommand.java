package io.chatpush.stack.launch;

import java.time.Clock;
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
      "With --scope admin it is good for dispatch-service's HTTP API, too: dead letters, and what"
          + " became of a message.",
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
      description = "What else the user may: admin.",
      defaultValue = "")
  private String scope = "";

  @Override
  public Integer call() {
    System.out.println(
        AccessTokens.open(stack.directory().create(), Clock.systemUTC())
            .issue(LocalApp.ID, user, scope));
    return 0;
  }
}
