package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.push.PushId;
import io.chatpush.events.ChatMessageRef;
import io.chatpush.events.Push;
import io.chatpush.events.PushRequest;
import io.chatpush.events.RenderedContent;
import io.chatpush.events.RequestDevice;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a push request must be to be worked on. Fan-out and join write no other, but whoever holds a
 * Kafka login may. A request that passes can be delivered, retried, dead-lettered and written down
 * without any exception: its indices are in range, and the difference of any two of its times fits
 * in the nanoseconds of a {@code long}.
 */
final class PushRequestRules {

  /** As join writes at most. */
  static final int MAX_DEVICES = 25;

  /** As fan-out and registration allow at most. */
  private static final int MAX_ID_BYTES = 256;

  /** Registration allows 4,096 characters. */
  private static final int MAX_ADDRESS_LENGTH = 4096;

  /** A push that is parked once a minute for 28 days has been parked 40,320 times. */
  private static final int MAX_COUNT = 1_000_000;

  /**
   * Every time is from 1970 up to here. The range is shorter than 292 years, which is what a {@code
   * long} of nanoseconds holds.
   */
  private static final Instant TIMES_END = Instant.parse("2200-01-01T00:00:00Z");

  private static final int OBJECT_START = 2;

  private PushRequestRules() {}

  /** Says what is wrong in a sentence that quotes no content; {@code null} if nothing is. */
  static @Nullable String check(PushRequest request) {
    Push push = request.getPush();
    String wrong = checkIds(request);
    if (wrong == null) {
      wrong = checkCounts(push);
    }
    if (wrong == null) {
      wrong = checkTimes(push);
    }
    if (wrong == null) {
      wrong = checkTime("joined_at", request.getJoinedAt());
    }
    if (wrong == null) {
      wrong = checkContents(request.getContents());
    }
    return wrong == null ? checkDevices(request) : wrong;
  }

  private static @Nullable String checkIds(PushRequest request) {
    Push push = request.getPush();
    ChatMessageRef message = push.getMessage();
    String wrong = checkId("app_id", message.getAppId());
    if (wrong == null) {
      wrong = checkId("message_id", message.getMessageId());
    }
    if (wrong == null) {
      wrong = checkId("channel_id", push.getChannelId());
    }
    if (wrong == null) {
      wrong = checkId("user_id", request.getUserId());
    }
    if (wrong == null && isTooLong(push.getSource().getTopic())) {
      wrong = "source_topic has more than " + MAX_ID_BYTES + " bytes";
    }
    String redrive = push.getRedriveId();
    if (wrong == null && redrive != null && isTooLong(redrive)) {
      wrong = "redrive_id has more than " + MAX_ID_BYTES + " bytes";
    }
    return wrong;
  }

  private static @Nullable String checkId(String field, String id) {
    if (id.isBlank()) {
      return field + " is empty";
    }
    return isTooLong(id) ? field + " has more than " + MAX_ID_BYTES + " bytes" : null;
  }

  private static boolean isTooLong(String id) {
    // A character is at most 3 bytes, so most ids need no encoding to be measured.
    return id.length() > MAX_ID_BYTES / 3
        && id.getBytes(StandardCharsets.UTF_8).length > MAX_ID_BYTES;
  }

  private static @Nullable String checkCounts(Push push) {
    if (push.getAttempt() < 1 || push.getAttempt() > MAX_COUNT) {
      return "attempt is %d, not 1 to %d".formatted(push.getAttempt(), MAX_COUNT);
    }
    if (push.getRedriveCount() < 0 || push.getRedriveCount() > MAX_COUNT) {
      return "redrive_count is %d, not 0 to %d".formatted(push.getRedriveCount(), MAX_COUNT);
    }
    if (push.getParkedCount() < 0 || push.getParkedCount() > MAX_COUNT) {
      return "parked_count is %d, not 0 to %d".formatted(push.getParkedCount(), MAX_COUNT);
    }
    return null;
  }

  private static @Nullable String checkTimes(Push push) {
    ChatMessageRef message = push.getMessage();
    String wrong = checkTime("sent_at", message.getSentAt());
    if (wrong == null) {
      wrong = checkTime("fanned_out_at", message.getFannedOutAt());
    }
    if (wrong == null) {
      wrong = checkTime("expires_at", push.getExpiresAt());
    }
    Instant failed = push.getFirstFailedAt();
    return wrong == null && failed != null ? checkTime("first_failed_at", failed) : wrong;
  }

  /** Says what is wrong with a time of a record; {@code null} if nothing is. */
  static @Nullable String checkTime(String field, Instant time) {
    return time.isBefore(Instant.EPOCH) || !time.isBefore(TIMES_END)
        ? field + " is not between the years 1970 and 2200; times are in milliseconds"
        : null;
  }

  private static @Nullable String checkContents(List<RenderedContent> contents) {
    if (contents.isEmpty()) {
      return "contents is empty";
    }
    for (RenderedContent content : contents) {
      int length = content.getPayload().limit();
      int free = OBJECT_START;
      for (int offset : content.getPushIdOffsets()) {
        // Subtracted, because the sum of two large numbers is negative.
        if (offset < free || offset > length - PushId.LENGTH) {
          return "push_id_offsets are not ascending places in the %d bytes of payload"
              .formatted(length);
        }
        free = offset + PushId.LENGTH;
      }
      int ttl = content.getTtlOffset();
      if (ttl != -1 && (ttl < OBJECT_START || ttl > length)) {
        return "ttl_offset is %d, which is not in the %d bytes of payload".formatted(ttl, length);
      }
    }
    return null;
  }

  private static @Nullable String checkDevices(PushRequest request) {
    List<RequestDevice> devices = request.getDevices();
    if (devices.isEmpty() || devices.size() > MAX_DEVICES) {
      return "devices has %d entries, not 1 to %d".formatted(devices.size(), MAX_DEVICES);
    }
    for (RequestDevice device : devices) {
      String wrong = checkId("device_id", device.getDeviceId());
      if (wrong != null) {
        return wrong;
      }
      if (device.getAddressValue().isBlank()
          || device.getAddressValue().length() > MAX_ADDRESS_LENGTH) {
        return "address_value is empty or has more than %d characters"
            .formatted(MAX_ADDRESS_LENGTH);
      }
      if (device.getContent() < 0 || device.getContent() >= request.getContents().size()) {
        return "content is %d, but contents has %d entries"
            .formatted(device.getContent(), request.getContents().size());
      }
    }
    return null;
  }
}
