package io.chatpush.dispatch.join;

import io.chatpush.dispatch.push.CommandLimits;
import io.chatpush.dispatch.push.PushId;
import io.chatpush.dispatch.push.PushRules;
import io.chatpush.dispatch.push.TextSplice;
import io.chatpush.events.PushCommand;
import io.chatpush.events.RenderedContent;
import io.chatpush.rules.Ids;
import io.chatpush.rules.PlausibleTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules that a command must keep to be joined, beside {@link PushRules}. */
final class CommandRules {

  /** One for each platform and language; more than there are. */
  private static final int MAX_CONTENTS = 100;

  /** Twice FCM's limit of a message. */
  private static final int MAX_PAYLOAD_BYTES = 8 * 1024;

  /**
   * A redrive may set any time of expiry; 28 days is FCM's limit. Later than this is not a time,
   * and arithmetic with it might overflow.
   */
  private static final Duration FUTURE = Duration.ofDays(366);

  private CommandRules() {}

  /** Returns a sentence that says which rule the command breaks; {@code null} if it keeps them. */
  static @Nullable String fault(PushCommand command, Instant now) {
    Instant latest = now.plus(FUTURE);
    String fault = PushRules.fault(command.getPush(), latest);
    if (fault == null) {
      fault = idsFault("recipients", command.getRecipients(), 1, CommandLimits.MAX_RECIPIENTS);
    }
    if (fault == null) {
      fault = idsFault("only_device_ids", command.getOnlyDeviceIds(), 0, CommandLimits.MAX_DEVICES);
    }
    if (fault == null && command.getNotBefore() != null) {
      fault = PlausibleTime.fault("not_before", command.getNotBefore(), latest);
    }
    return fault == null ? contentFault(command.getContents()) : fault;
  }

  private static @Nullable String idsFault(String field, List<String> ids, int least, int most) {
    if (ids.size() < least || ids.size() > most) {
      return "%s has %d entries, %d to %d are allowed".formatted(field, ids.size(), least, most);
    }
    for (String id : ids) {
      String fault = Ids.describeFault(field, id);
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  private static @Nullable String contentFault(List<RenderedContent> contents) {
    if (contents.isEmpty() || contents.size() > MAX_CONTENTS) {
      return "contents has %d entries, 1 to %d are allowed"
          .formatted(contents.size(), MAX_CONTENTS);
    }
    for (RenderedContent content : contents) {
      int bytes = content.getPayload().remaining();
      if (bytes > MAX_PAYLOAD_BYTES) {
        return "a content has %d bytes, at most %d are allowed".formatted(bytes, MAX_PAYLOAD_BYTES);
      }
      for (int offset : content.getPushIdOffsets()) {
        if (offset < 0 || offset > bytes - PushId.LENGTH) {
          return "a content has no room for a push id at offset " + offset;
        }
      }
      if (content.getTtlOffset() < -1 || content.getTtlOffset() > bytes) {
        return "a content has no offset " + content.getTtlOffset() + " for the time to live";
      }
      String fault = TextSplice.fault(content);
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }
}
