package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.push.CommandLimits;
import io.chatpush.dispatch.push.PushId;
import io.chatpush.dispatch.push.PushRules;
import io.chatpush.events.PushRequest;
import io.chatpush.events.RenderedContent;
import io.chatpush.events.RequestDevice;
import io.chatpush.rules.Ids;
import io.chatpush.rules.PlausibleTime;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules that a push request must keep to be worked on, beside {@link PushRules}. A request that
 * passes can be delivered, retried, dead-lettered and written down without any exception: its
 * indices are in range, and the difference of any two of its times fits in the nanoseconds of a
 * {@code long}.
 */
final class PushRequestRules {

  /** With it the range of times is shorter than the 292 years that a {@code long} holds. */
  private static final Instant LATEST = Instant.parse("2199-12-31T23:59:59.999Z");

  private static final int OBJECT_START = 2;

  private PushRequestRules() {}

  /** Says what is wrong in a sentence that quotes no content; {@code null} if nothing is. */
  static @Nullable String check(PushRequest request) {
    String wrong = PushRules.fault(request.getPush(), LATEST);
    if (wrong == null) {
      wrong = Ids.describeFault("user_id", request.getUserId());
    }
    if (wrong == null) {
      wrong = PlausibleTime.fault("joined_at", request.getJoinedAt(), LATEST);
    }
    if (wrong == null) {
      wrong = checkContents(request.getContents());
    }
    return wrong == null ? checkDevices(request) : wrong;
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
    if (devices.isEmpty() || devices.size() > CommandLimits.MAX_DEVICES) {
      return "devices has %d entries, not 1 to %d"
          .formatted(devices.size(), CommandLimits.MAX_DEVICES);
    }
    for (RequestDevice device : devices) {
      String wrong = Ids.describeFault("device_id", device.getDeviceId());
      if (wrong != null) {
        return wrong;
      }
      if (device.getAddressValue().isBlank()
          || device.getAddressValue().length() > CommandLimits.MAX_ADDRESS_LENGTH) {
        return "address_value is empty or has more than %d characters"
            .formatted(CommandLimits.MAX_ADDRESS_LENGTH);
      }
      if (device.getContent() < 0 || device.getContent() >= request.getContents().size()) {
        return "content is %d, but contents has %d entries"
            .formatted(device.getContent(), request.getContents().size());
      }
    }
    return null;
  }
}
