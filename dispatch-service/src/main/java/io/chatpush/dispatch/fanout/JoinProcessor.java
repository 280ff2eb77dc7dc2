package io.chatpush.dispatch.fanout;

import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.SourceRecord;
import io.chatpush.dispatch.kafka.UndecodableRecordException;
import io.chatpush.dispatch.push.PushId;
import io.chatpush.events.Lane;
import io.chatpush.events.Outcome;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.PushRequest;
import io.chatpush.events.UserDevice;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up the devices of a command's recipients and writes a request for each recipient. Retries
 * come this way too, so that a refreshed address is used and a retired one is not.
 */
final class JoinProcessor extends ContextualProcessor<byte[], byte[], byte[], Object> {

  private static final Logger log = LoggerFactory.getLogger(JoinProcessor.class);

  private final RecordCodec codec;
  private final FanOutMeters meters;
  private final StringSerializer keySerializer = new StringSerializer();
  private @Nullable KeyValueStore<String, byte[]> devices;

  JoinProcessor(RecordCodec codec, FanOutMeters meters) {
    this.codec = codec;
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<byte[], Object> context) {
    super.init(context);
    devices = context.getStateStore(FanOutTopology.DEVICES_STORE);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    long timestamp = LaneOrder.trueTimestamp(record.timestamp());
    Instant now = Instant.ofEpochMilli(context().currentSystemTimeMs());
    PushCommand command;
    try {
      command = codec.decode(PushCommand.class, Topics.PUSH_COMMANDS, record.value());
    } catch (UndecodableRecordException e) {
      deadLetter(record.withTimestamp(timestamp), e, now);
      return;
    }
    for (String userId : command.getRecipients()) {
      join(command, userId, now, timestamp);
    }
  }

  private void deadLetter(
      Record<byte[], byte[]> record, UndecodableRecordException why, Instant now) {
    RecordMetadata metadata = context().recordMetadata().orElseThrow();
    SourceRecord source =
        new SourceRecord(metadata.topic(), metadata.partition(), metadata.offset());
    log.error("record {} cannot be read and is dead-lettered: {}", source, why.getMessage());
    context()
        .forward(
            record.withHeaders(source.deadLetterHeaders(record.headers(), why, now)),
            FanOutTopology.PUSH_DEAD_LETTERS_SINK);
    meters.undecodable();
  }

  private void join(PushCommand command, String userId, Instant now, long timestamp) {
    List<UserDevice> found = devicesOf(command.getAppId(), userId);
    List<String> wanted = command.getOnlyDeviceIds();
    if (!wanted.isEmpty()) {
      found.removeIf(device -> !wanted.contains(device.getDeviceId()));
      for (String deviceId : wanted) {
        if (found.stream().noneMatch(device -> device.getDeviceId().equals(deviceId))) {
          settle(deviceGone(command, userId, deviceId, now), timestamp);
        }
      }
    } else if (found.isEmpty()) {
      settle(noDevice(command, userId, now), timestamp);
      meters.addressless();
    }
    String sink =
        command.getLane() == Lane.BULK
            ? FanOutTopology.BULK_REQUESTS_SINK
            : FanOutTopology.REQUESTS_SINK;
    for (PushRequest request : RequestAssembly.assemble(command, userId, found, now)) {
      forward(RecordKeys.user(command.getAppId(), userId), request, timestamp, sink);
      meters.requested(request.getDevices().size());
    }
  }

  private List<UserDevice> devicesOf(String appId, String userId) {
    List<UserDevice> found = new ArrayList<>(4);
    String prefix = RecordKeys.userDevicesPrefix(appId, userId);
    KeyValueStore<String, byte[]> store = devices;
    if (store == null) {
      throw new IllegalStateException("processing before init");
    }
    try (KeyValueIterator<String, byte[]> entries = store.prefixScan(prefix, keySerializer)) {
      while (entries.hasNext()) {
        KeyValue<String, byte[]> entry = entries.next();
        try {
          found.add(codec.decode(UserDevice.class, Topics.USER_DEVICES, entry.value));
        } catch (UndecodableRecordException e) {
          log.error(
              "a record of {} cannot be read and its device gets no pushes: {}",
              Topics.USER_DEVICES,
              e.getMessage());
        }
      }
    }
    return found;
  }

  private void settle(PushOutcome outcome, long timestamp) {
    forward(outcome.getPushId(), outcome, timestamp, FanOutTopology.OUTCOMES_SINK);
  }

  private void forward(String key, SpecificRecord value, long timestamp, String sink) {
    context().forward(new Record<>(key.getBytes(StandardCharsets.UTF_8), value, timestamp), sink);
  }

  private static PushOutcome noDevice(PushCommand command, String userId, Instant now) {
    return outcome(command, userId, now)
        .setPushId(PushId.ofUser(command.getAppId(), command.getMessageId(), userId).toString())
        .setOutcome(Outcome.NO_DEVICE)
        .setAttempt(0)
        .build();
  }

  private static PushOutcome deviceGone(
      PushCommand command, String userId, String deviceId, Instant now) {
    return outcome(command, userId, now)
        .setPushId(PushId.ofDevice(command.getAppId(), command.getMessageId(), deviceId).toString())
        .setDeviceId(deviceId)
        .setOutcome(Outcome.SUPPRESSED)
        .setReason("DEVICE_GONE")
        .setAttempt(command.getAttempt() - 1)
        .build();
  }

  private static PushOutcome.Builder outcome(PushCommand command, String userId, Instant now) {
    return PushOutcome.newBuilder()
        .setAppId(command.getAppId())
        .setMessageId(command.getMessageId())
        .setUserId(userId)
        .setSentAt(command.getSentAt())
        .setFannedOutAt(command.getFannedOutAt())
        .setDecidedAt(now);
  }
}
