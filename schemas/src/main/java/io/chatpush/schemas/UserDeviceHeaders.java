package io.chatpush.schemas;

/** The headers of a tombstone in {@link Topics#USER_DEVICES}, as text in UTF-8. */
public final class UserDeviceHeaders {

  /**
   * Why the device is no longer the user's, as a code: {@code REMOVED} by the user, {@code ERASED}
   * by an operator, {@code OTHER_USER} registered its address on the same device, {@code
   * ADDRESS_MOVED} to another device, {@code ADDRESS_REPLACED} by that of another device, {@code
   * DEVICE_LIMIT} of the user, {@code UNSEEN} for too long, {@code INVALID_ADDRESS} for FCM called
   * the address invalid more than once, or what FCM said, e.g. {@code UNREGISTERED}. More may come.
   */
  public static final String REASON = "chatpush-reason";

  private UserDeviceHeaders() {}
}
