package io.chatpush.token.ownership;

import io.chatpush.events.DeviceOwner;
import java.time.Duration;

/**
 * How often FCM must call an address invalid until its device ends.
 *
 * <p>One refusal should not be enough: it could be a fault of FCM, and a device that ended by
 * mistake gets no push until its app is started. Times are those of the broker, so that the clocks
 * of several dispatch-services do not matter.
 *
 * @param refusals how many refusals end a device; 0 if no number does
 * @param interval how much later than the last counted refusal the next one must be to be counted
 */
record RefusalLimit(int refusals, Duration interval) {

  /**
   * How long a refusal is remembered. delivery does not report what FCM accepts, so a refusal of
   * long ago may have been followed by many accepted pushes; an address that is invalid for good is
   * refused at every push.
   */
  static final Duration REMEMBERED = Duration.ofDays(30);

  /**
   * Whether a refusal changes nothing: refusals never end a device, or this one follows the last
   * counted one too closely.
   *
   * @param at when the broker took the refusal, milliseconds
   */
  boolean ignores(DeviceOwner device, long at) {
    return refusals == 0
        || (device.getRefusals() > 0 && at - device.getRefusedAt() < interval.toMillis());
  }

  /**
   * Returns the number of refusals of the device's address, this one included.
   *
   * @param at when the broker took this one, milliseconds
   */
  static int count(DeviceOwner device, long at) {
    return at - device.getRefusedAt() > REMEMBERED.toMillis() ? 1 : device.getRefusals() + 1;
  }
}
