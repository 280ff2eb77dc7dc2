package io.chatpush.dispatch.join;

import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.UndecodableRecordException;
import io.chatpush.dispatch.output.DeadLetteringProcessor;
import io.chatpush.dispatch.push.CommandLimits;
import io.chatpush.dispatch.push.PushId;
import io.chatpush.events.ChatMessageRef;
import io.chatpush.events.Lane;
import io.chatpush.events.Outcome;
import io.chatpush.events.Push;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.PushRequest;
import io.chatpush.events.PushTarget;
import io.chatpush.events.Reason;
import io.chatpush.schemas.PushCauses;
import io.chatpush.schemas.PushEnvelope;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.RetryTier;
import io.chatpush.schemas.Topics;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the devices of a command's recipients and writes a request for each recipient. Retries
 * come this way too, so that a refreshed address is used and a retired one is not.
 *
 * <p>No command and no device's record can end the thread: a command that cannot be joined is
 * dead-lettered, and a device whose record cannot be used gets no push. A device whose schema the
 * registry does not answer for gets its push later; the user's other devices get theirs now.
 */
final class JoinProcessor extends DeadLetteringProcessor {

  static final String REQUESTS_SINK = "push-requests-sink";
  static final String BULK_REQUESTS_SINK = "push-requests-bulk-sink";
  static final String OUTCOMES_SINK = "push-outcomes-sink";
  static final String PUSH_DEAD_LETTERS_SINK = "push-dead-letters-sink";
  static final String PARKED_SINK = "push-parked-sink";

  /** Where a command waits that cannot be joined yet, and for how long. */
  static final RetryTier PARKED_IN = RetryTier.AFTER_10S;

  private final JoinMeters meters;
  private final RefusedCommands refusedCommands;
  private final UserDevices userDevices;
  private final CommandTexts texts;

  JoinProcessor(
      RecordCodec codec,
      JoinMeters meters,
      RefusedCommands refusedCommands,
      BooleanSupplier schemasAreTried,
      UserDevices userDevices,
      CommandTexts texts) {
    super(codec, schemasAreTried, PUSH_DEAD_LETTERS_SINK);
    this.meters = meters;
    this.refusedCommands = refusedCommands;
    this.userDevices = userDevices;
    this.texts = texts;
  }

  @Override
  public void init(ProcessorContext<byte[], Object> context) {
    super.init(context);
    userDevices.open(context.getStateStore(JoinStage.DEVICES_STORE));
  }

  @Override
  protected @Nullable Record<byte[], Object> use(
      Record<byte[], byte[]> record, RecordMetadata place, long now) {
    PushCommand command;
    try {
      command = decode(PushCommand.class, Topics.PUSH_COMMANDS, record);
    } catch (UndecodableRecordException e) {
      return refusedCommands.letter(
          record, place, Reason.UNDECODABLE, String.valueOf(e.getMessage()), now);
    }
    Instant at = Instant.ofEpochMilli(now);
    String fault = CommandRules.fault(command, at);
    if (fault != null) {
      return refusedCommands.letter(record, place, Reason.INVALID_RECORD, fault, now);
    }
    DeviceContents contents = new DeviceContents(command, texts.of(command));
    for (String userId : command.getRecipients()) {
      join(command, contents, userId, at, now);
    }
    return null;
  }

  @Override
  protected Record<byte[], Object> letter(
      Record<byte[], byte[]> record, RecordMetadata place, RuntimeException fault, long now) {
    return refusedCommands.letter(record, place, fault, now);
  }

  private void join(
      PushCommand command, DeviceContents contents, String userId, Instant at, long now) {
    Push push = command.getPush();
    String appId = push.getMessage().getAppId();
    UserDevices.Found found = userDevices.of(appId, userId, command.getOnlyDeviceIds());
    for (String deviceId : found.missing()) {
      settle(notSent(push, userId, deviceId, Reason.DEVICE_GONE, at), now);
    }
    if (!found.unavailable().isEmpty()) {
      later(command, userId, found.unavailable(), at, now);
    } else if (found.devices().isEmpty() && command.getOnlyDeviceIds().isEmpty()) {
      settle(noDevice(push, userId, at), now);
      meters.addressless();
    }
    boolean bulk = push.getLane() == Lane.BULK;
    for (PushRequest request :
        RequestAssembly.assemble(command, contents, userId, found.devices(), at)) {
      outputs()
          .add(
              RecordKeys.user(appId, userId),
              bulk ? Topics.PUSH_REQUESTS_BULK : Topics.PUSH_REQUESTS,
              request,
              now,
              bulk ? BULK_REQUESTS_SINK : REQUESTS_SINK);
      meters.requested(request.getDevices().size());
    }
  }

  /** Lets the devices whose record cannot be read now come again, until the push expires. */
  private void later(
      PushCommand command, String userId, List<String> deviceIds, Instant at, long now) {
    Push push = command.getPush();
    if (!at.isBefore(push.getExpiresAt())) {
      for (String deviceId : deviceIds) {
        settle(notSent(push, userId, deviceId, Reason.DEVICE_UNREADABLE, at), now);
      }
      return;
    }
    Push parked = PushEnvelope.parked(push);
    for (int from = 0; from < deviceIds.size(); from += CommandLimits.MAX_DEVICES) {
      int to = Math.min(deviceIds.size(), from + CommandLimits.MAX_DEVICES);
      outputs()
          .add(
              RecordKeys.user(push.getMessage().getAppId(), userId),
              PARKED_IN.topic(),
              new PushCommand(
                  parked,
                  List.of(userId),
                  deviceIds.subList(from, to),
                  at.plus(PARKED_IN.delay()),
                  command.getContents(),
                  false,
                  command.getFacts(),
                  null),
              now,
              PARKED_SINK);
    }
    meters.parked(deviceIds.size());
  }

  private void settle(PushOutcome outcome, long now) {
    outputs().add(outcome, now, OUTCOMES_SINK);
  }

  private static PushOutcome noDevice(Push push, String userId, Instant at) {
    ChatMessageRef message = push.getMessage();
    PushId pushId = PushId.ofUser(message.getAppId(), message.getMessageId(), userId);
    return outcome(push, pushId, userId, null, at)
        .setOutcome(Outcome.NO_DEVICE)
        .setAttempt(0)
        .build();
  }

  private static PushOutcome notSent(
      Push push, String userId, String deviceId, Reason reason, Instant at) {
    ChatMessageRef message = push.getMessage();
    PushId pushId = PushId.ofDevice(message.getAppId(), message.getMessageId(), userId, deviceId);
    return outcome(push, pushId, userId, deviceId, at)
        .setOutcome(Outcome.SUPPRESSED)
        .setCause(PushCauses.of(reason))
        .setAttempt(push.getAttempt() - 1)
        .build();
  }

  private static PushOutcome.Builder outcome(
      Push push, PushId pushId, String userId, @Nullable String deviceId, Instant at) {
    return PushOutcome.newBuilder()
        .setMessage(push.getMessage())
        .setTarget(new PushTarget(pushId.toString(), userId, deviceId))
        .setDecidedAt(at);
  }
}
