package io.chatpush.stack.launch;

import picocli.CommandLine.Option;

/** Whether a stack that is started asks for logins. */
public final class LeastRightsOption {

  @Option(
      names = "--least-rights",
      description =
          "Start a broker that asks for logins, and give each service one that may do only what its"
              + " roles need (./chatpush acls).")
  private boolean leastRights;

  /** Whether the option was given. */
  public boolean isChosen() {
    return leastRights;
  }
}
