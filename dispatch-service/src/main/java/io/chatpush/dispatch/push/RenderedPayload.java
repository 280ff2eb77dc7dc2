package io.chatpush.dispatch.push;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A push in FCM's words, complete but for what is the device's own: its address, the push id and
 * the time left to live. Rendered once for all devices of a platform, so that delivery only copies
 * bytes.
 *
 * @param json the FCM v1 {@code Message} as a JSON object in UTF-8, without its target; not to be
 *     changed
 * @param pushIdOffsets offsets in {@code json} at which 36 bytes stand for the push id, ascending
 * @param ttlOffset offset in {@code json} at which the time to live in whole seconds is to be
 *     inserted, or -1
 */
public record RenderedPayload(ByteBuffer json, List<Integer> pushIdOffsets, int ttlOffset) {

  /** Bytes that the text form of a {@link PushId} takes. */
  public static final int PUSH_ID_LENGTH = 36;

  public RenderedPayload {
    pushIdOffsets = List.copyOf(pushIdOffsets);
    for (int offset : pushIdOffsets) {
      if (offset < 0 || offset + PUSH_ID_LENGTH > json.limit()) {
        throw new IllegalArgumentException("a push id at " + offset + " of " + json.limit());
      }
    }
    if (ttlOffset < -1 || ttlOffset > json.limit()) {
      throw new IllegalArgumentException("a time to live at " + ttlOffset + " of " + json.limit());
    }
  }

  /** Without what it says. */
  @Override
  public String toString() {
    return "RenderedPayload[" + json.limit() + " bytes]";
  }
}
