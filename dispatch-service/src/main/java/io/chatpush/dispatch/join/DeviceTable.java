package io.chatpush.dispatch.join;

import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest record of every device, as {@code push.user-devices} has it; the topic is the
 * store's own backup.
 */
final class DeviceTable extends ContextualProcessor<String, byte[], Void, Void> {

  private @Nullable KeyValueStore<String, byte[]> devices;

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    super.init(context);
    devices = context.getStateStore(JoinStage.DEVICES_STORE);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    // A record without a key is nobody's device; the store would refuse it, and end the thread.
    if (devices != null && record.key() != null) {
      devices.put(record.key(), record.value());
    }
  }
}
