package io.chatpush.fcm.simulator.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A push as it reached its device.
 *
 * @param sequence counts from 0
 * @param name the message name FCM answers, without what is before the last slash
 * @param pushTag what the device would replace an earlier notification by
 * @param duplicate whether the same address received the same tag before
 * @param request the JSON of the request as it came
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the bytes are kept as they came
public record Received(
    long sequence,
    Instant at,
    String project,
    String address,
    String name,
    @Nullable String pushTag,
    boolean duplicate,
    byte[] request) {

  @Override
  public String toString() {
    return "Received[" + sequence + ", " + name + "]";
  }
}
