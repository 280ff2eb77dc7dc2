package io.chatpush.dispatch.push;

/** The longest lists that a command has: fan-out keeps to them and the join insists on them. */
public final class CommandLimits {

  /**
   * The largest number of recipients: with longer lists the record could outgrow what a broker
   * takes, and a direct command would stand longer behind a bulk one that the join has begun.
   */
  public static final int MAX_RECIPIENTS = 500;

  /**
   * The largest number of devices, in a command and in a request, so that one window slot stays a
   * small piece of work.
   */
  public static final int MAX_DEVICES = 25;

  private CommandLimits() {}
}
