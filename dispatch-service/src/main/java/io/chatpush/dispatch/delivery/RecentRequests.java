package io.chatpush.dispatch.delivery;

import io.chatpush.events.PushRequest;
import io.chatpush.schemas.PushEnvelope;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Recognises a request that has come before. Fan-out and join work at least once: after a crash
 * they write again what they had not committed, close behind the first time in the same partition.
 * A chat event published twice is two requests, and so is a retry.
 *
 * <p>What is compared is the whole identity, never a hash of it: a mistake here would be a push
 * lost. Used by the consumer's thread alone.
 */
final class RecentRequests {

  /** The identity of the envelope, and the length of the user's id. */
  private static final int NUMBERS_BYTES = PushEnvelope.IDENTITY_BYTES + Integer.BYTES;

  private final int capacity;
  private final Map<Integer, RecentIdentities> byPartition = new HashMap<>();
  private ByteBuffer identity = ByteBuffer.allocate(256);

  /**
   * @param capacity requests remembered for each partition, about 100 bytes each; up to a quarter
   *     more are
   */
  RecentRequests(int capacity) {
    this.capacity = capacity;
  }

  /** Remembers the request and says whether it is the first of its kind. */
  boolean isNew(int partition, PushRequest request) {
    if (capacity == 0) {
      return true;
    }
    encode(request);
    return byPartition
        .computeIfAbsent(partition, p -> new RecentIdentities(capacity))
        .add(identity.array(), identity.position());
  }

  private void encode(PushRequest request) {
    byte[] user = request.getUserId().getBytes(StandardCharsets.UTF_8);
    byte[] device = request.getDevices().getFirst().getDeviceId().getBytes(StandardCharsets.UTF_8);
    int length = NUMBERS_BYTES + user.length + device.length;
    if (identity.capacity() < length) {
      identity = ByteBuffer.allocate(2 * length);
    }
    PushEnvelope.putIdentity(request.getPush(), identity.clear());
    identity.putInt(user.length).put(user).put(device);
  }

  void forget(int partition) {
    byPartition.remove(partition);
  }
}
