package io.chatpush.stack.launch;

/** The one app of a local stack, and its Firebase project at the simulator. */
public final class LocalApp {

  public static final String ID = "demo";
  public static final String PROJECT = "chatpush-demo";

  private LocalApp() {}
}
