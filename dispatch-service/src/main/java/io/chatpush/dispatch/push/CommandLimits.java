package io.chatpush.dispatch.push;

import io.chatpush.rules.EventLimits;

/**
 * The longest lists and values that a command or a request has: who writes it keeps to them, and
 * who reads it insists on them.
 */
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
  public static final int MAX_DEVICES = EventLimits.MAX_DEVICES;

  /**
   * The longest address of a device, in characters, as in a registration. Addresses of FCM have
   * about 150 to 250; FCM states no limit.
   */
  public static final int MAX_ADDRESS_LENGTH = 4_096;

  private CommandLimits() {}
}
