package io.chatpush.dispatch.output;

import io.chatpush.events.ChatMessageRef;
import io.chatpush.events.PushOutcome;
import io.chatpush.schemas.RecordKeys;

/** An outcome as bytes, with the message that decides its partition. */
final class EncodedOutcome {

  private final byte[] bytes;
  private final ChatMessageRef message;

  EncodedOutcome(byte[] bytes, PushOutcome outcome) {
    this.bytes = bytes;
    this.message = outcome.getMessage();
  }

  byte[] bytes() {
    return bytes;
  }

  int partition(int partitions) {
    return RecordKeys.messagePartition(message.getAppId(), message.getMessageId(), partitions);
  }
}
