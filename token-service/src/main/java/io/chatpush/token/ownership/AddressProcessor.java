package io.chatpush.token.ownership;

import io.chatpush.events.AddressClaim;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.schemas.RecordKeys;
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
    extends ContextualProcessor<String, AddressClaim, String, DeviceTokenEvent> {

  /** Key {@code app|hash}, see {@link AddressKeys#claimKey}. */
  static final String STORE = "address-claims";

  /** Longer than {@code push.device-token-events} is kept, by a day. */
  static final Duration REMEMBERED = Duration.ofDays(8);

  private @Nullable StoreSweep<AddressClaim> sweep;

  @Override
  public void init(ProcessorContext<String, DeviceTokenEvent> context) {
    super.init(context);
    sweep = new StoreSweep<>(claims());
    var _ = context.schedule(StoreSweep.INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::forget);
  }

  @Override
  public void process(Record<String, AddressClaim> record) {
    AddressClaim current = claims().get(record.key());
    AddressClaims.Decision decision = AddressClaims.after(current, record.value());
    if (!decision.claim().equals(current)) {
      claims().put(record.key(), decision.claim());
    }
    DeviceTokenEvent displaced = decision.displaced();
    if (displaced != null) {
      String device = RecordKeys.device(displaced.getAppId(), displaced.getDeviceId());
      context().forward(record.withKey(device).withValue(displaced));
    }
  }

  private void forget(long now) {
    if (sweep != null) {
      var _ =
          sweep.next(
              now,
              (key, claim) -> {
                if (!claim.getHolds() && now - claim.getAt() > REMEMBERED.toMillis()) {
                  var _ = claims().delete(key);
                }
              });
    }
  }

  private KeyValueStore<String, AddressClaim> claims() {
    return context().getStateStore(STORE);
  }
}
