package io.chatpush.dispatch.fanout;

import io.chatpush.events.Reason;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Why a record of {@code chat.messages} causes no pushes and goes to the dead letters.
 *
 * @param reason one of {@link #REASONS}
 * @param detail as a sentence that names the field; it quotes no content, except numbers of times
 */
record Refusal(Reason reason, String detail) {

  /**
   * Why a chat event can be refused: a closed set, tag of a meter and header of the dead letter.
   */
  static final Set<Reason> REASONS =
      Collections.unmodifiableSet(
          EnumSet.of(
              Reason.UNDECODABLE,
              Reason.ID_MISSING,
              Reason.ID_TOO_LONG,
              Reason.ID_MALFORMED,
              Reason.APP_UNKNOWN,
              Reason.KIND_UNKNOWN,
              Reason.TOO_MANY_RECIPIENTS,
              Reason.DEVICES_OUT_OF_RANGE,
              Reason.SENT_AT_IMPLAUSIBLE,
              Reason.EXPIRY_OUT_OF_RANGE,
              Reason.DATA_REFUSED,
              Reason.INTERNAL_ERROR));

  Refusal {
    if (!REASONS.contains(reason)) {
      throw new IllegalArgumentException("no reason to refuse a chat event: " + reason);
    }
  }
}
