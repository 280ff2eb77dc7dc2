package io.chatpush.dispatch.fanout;

import io.chatpush.events.PushOutcome;
import io.chatpush.schemas.RecordKeys;

/** An outcome as bytes, with the message that decides its partition. */
final class EncodedOutcome {

  private final byte[] bytes;
  private final String appId;
  private final String messageId;

  EncodedOutcome(byte[] bytes, PushOutcome outcome) {
    this.bytes = bytes;
    this.appId = outcome.getAppId();
    this.messageId = outcome.getMessageId();
  }

  byte[] bytes() {
    return bytes;
  }

  int partition(int partitions) {
    return RecordKeys.messagePartition(appId, messageId, partitions);
  }
}
