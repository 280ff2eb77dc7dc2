package io.chatpush.dispatch.fanout;

import io.chatpush.dispatch.fanout.FanOut.Postponed;
import io.chatpush.events.PostponedEvent;
import io.chatpush.events.PostponedHeader;
import io.chatpush.events.PushCommand;
import io.chatpush.schemas.RecordKeys;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** The commands that carry chat events which this version cannot fan out. */
final class PostponedEvents {

  private PostponedEvents() {}

  /** Returns the command that carries the record, byte for byte. */
  static PushCommand command(Postponed postponed, Record<byte[], byte[]> record) {
    return PushCommand.newBuilder()
        .setPush(postponed.envelope())
        .setRecipients(List.of())
        .setContents(List.of())
        .setNotBefore(postponed.until())
        .setPostponed(
            new PostponedEvent(
                bytes(record.key()), ByteBuffer.wrap(record.value()), headers(record.headers())))
        .build();
  }

  /** Returns the key of the command. The order of such commands is of no importance. */
  static String key(Postponed postponed) {
    return RecordKeys.user(
        postponed.envelope().getMessage().getAppId(), postponed.envelope().getChannelId());
  }

  private static List<PostponedHeader> headers(Headers headers) {
    List<PostponedHeader> all = new ArrayList<>();
    for (Header header : headers) {
      all.add(new PostponedHeader(header.key(), bytes(header.value())));
    }
    return all;
  }

  private static @Nullable ByteBuffer bytes(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }
}
