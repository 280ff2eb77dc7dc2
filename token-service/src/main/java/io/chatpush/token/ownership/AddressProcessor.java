package io.chatpush.token.ownership;

import io.chatpush.events.AddressClaim;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.streams.TolerantTimestamps;
import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what {@link AddressClaims} decides. What is known of an address that nobody has any
 * more is forgotten once no older claim can come.
 */
final class AddressProcessor
    extends ContextualProcessor<String, @Nullable AddressClaim, String, DeviceTokenEvent> {

  /** Key {@code app|hash}, see {@link AddressKeys#claimKey}. */
  static final String STORE = "address-claims";

  /** Longer than {@code push.device-token-events} is kept, by a day. */
  static final Duration REMEMBERED = Duration.ofDays(8);

  private final BadRecords bad;

  private @Nullable StoreSweep<AddressClaim> sweep;

  AddressProcessor(BadRecords bad) {
    this.bad = bad;
  }

  @Override
  public void init(ProcessorContext<String, DeviceTokenEvent> context) {
    super.init(context);
    sweep = new StoreSweep<>(claims());
    var _ = context.schedule(StoreSweep.INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::forget);
  }

  @Override
  public void process(Record<String, @Nullable AddressClaim> record) {
    AddressClaim claim = record.value();
    if (claim == null || !isPossible(record.key(), claim, record.timestamp())) {
      bad.unusable(
          OwnershipMeters.Unusable.CLAIM,
          context()
              .recordMetadata()
              .map(at -> "%s-%d at offset %d".formatted(at.topic(), at.partition(), at.offset()))
              .orElse("an unknown place"));
      return;
    }
    AddressClaim current = claims().get(record.key());
    AddressClaims.Decision decision = AddressClaims.after(current, claim);
    if (!decision.claim().equals(current)) {
      claims().put(record.key(), decision.claim());
    }
    DeviceTokenEvent displaced = decision.displaced();
    if (displaced != null) {
      String device = RecordKeys.device(displaced.getAppId(), displaced.getDeviceId());
      // Without the headers of the claim: nobody knows who wrote them, and how large they are.
      context().forward(new Record<>(device, displaced, record.timestamp()));
    }
  }

  private void forget(long now) {
    if (sweep != null) {
      var _ =
          sweep.next(
              now,
              (key, claim) -> {
                if (!claim.getHolds() && claim.getAt() < now - REMEMBERED.toMillis()) {
                  var _ = claims().delete(key);
                }
              });
    }
  }

  /**
   * Others may write the internal topic, too. A claim of the future would win over all that come
   * after it.
   */
  private static boolean isPossible(@Nullable String key, AddressClaim claim, long takenAt) {
    return StoredKeys.isClaim(key, claim.getAppId())
        && StoredKeys.areIds(claim.getAppId(), claim.getUserId(), claim.getDeviceId())
        && claim.getAt() <= takenAt + TolerantTimestamps.MOST_AHEAD.toMillis();
  }

  private KeyValueStore<String, AddressClaim> claims() {
    return context().getStateStore(STORE);
  }
}
