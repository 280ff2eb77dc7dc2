package io.chatpush.fcm.simulator.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PushLedgerTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final AtomicLong nanos = new AtomicLong();
  private final PushLedger ledger = ledger(new LedgerSize(10, 4, 5, 1000));

  @Test
  void keepsWhatAnAddressReceived() {
    receive("token", "a");
    receive("token", "b");
    receive("other", "a");

    AddressLog log = arrive("token", "c");
    assertThat(ledger.receivedBy(log)).extracting(Received::pushTag).containsExactly("a", "b");
    assertThat(log.requests()).isEqualTo(3);
    assertThat(log.received()).isEqualTo(2);
  }

  @Test
  void seesTheSamePushForTheSameAddressAsADuplicate() {
    receive("token", "a");
    receive("other", "a");
    receive("token", "a");
    receive("token", null);
    receive("token", null);

    assertThat(ledger.stats().duplicates()).isEqualTo(1);
    assertThat(ledger.stats().untagged()).isEqualTo(2);
    assertThat(ledger.duplicates(10))
        .singleElement()
        .satisfies(push -> assertThat(push.address()).isEqualTo("token"));
    assertThat(arrive("token", null).duplicates()).isEqualTo(1);
  }

  @Test
  void keepsTheLatestOfAnAddressAndOfAll() {
    for (int i = 0; i < 9; i++) {
      receive("token", "tag" + i);
    }
    assertThat(ledger.receivedBy(arrive("token", null)))
        .extracting(Received::pushTag)
        .containsExactly("tag5", "tag6", "tag7", "tag8");
    for (int i = 0; i < 8; i++) {
      receive("other", "tag" + i);
    }
    assertThat(ledger.receivedBy(arrive("token", null)))
        .extracting(Received::pushTag)
        .containsExactly("tag7", "tag8");
    assertThat(ledger.latest(3))
        .extracting(Received::pushTag)
        .containsExactly("tag7", "tag6", "tag5");
  }

  @Test
  void goesOnCountingWhenItHasNoRoomForMoreAddresses() {
    for (int i = 0; i < 7; i++) {
      receive("token" + i, "a");
    }
    assertThat(ledger.stats().addresses()).isEqualTo(5);
    assertThat(ledger.stats().untrackedRequests()).isEqualTo(2);
    assertThat(ledger.stats().received()).isEqualTo(7);
  }

  @Test
  void countsRequestsBeforeTheirRetryAfter() {
    AddressLog log = arrive("token", "a");
    log.retryNotBefore(Duration.ofSeconds(30).toNanos(), "a");

    nanos.set(Duration.ofSeconds(30).toNanos() - 1);
    arrive("token", "a");
    arrive("token", "b");
    arrive("other", "a");
    assertThat(ledger.stats().beforeRetryAfter()).isEqualTo(2);
    assertThat(ledger.stats().resentBeforeRetryAfter()).isEqualTo(1);

    nanos.incrementAndGet();
    arrive("token", "a");
    assertThat(ledger.stats().resentBeforeRetryAfter()).isEqualTo(1);
    assertThat(log.beforeRetryAfter()).isEqualTo(2);
  }

  @Test
  void pagesThroughAddresses() {
    for (String address : new String[] {"c", "a", "b"}) {
      receive(address, "x");
    }
    assertThat(ledger.addresses("", 2)).extracting(AddressLog::address).containsExactly("a", "b");
    assertThat(ledger.addresses("b", 2)).extracting(AddressLog::address).containsExactly("c");
  }

  @Test
  void forgetsEverythingWhenTold() {
    receive("token", "a");
    receive("token", "a");
    ledger.clear();

    assertThat(ledger.stats()).isEqualTo(ledger(LedgerSize.DEFAULT).stats());
    assertThat(ledger.latest(10)).isEmpty();
    receive("token", "a");
    assertThat(ledger.stats().duplicates()).isZero();
  }

  private AddressLog arrive(String address, @Nullable String tag) {
    return ledger.arrived("demo", address, tag);
  }

  private void receive(String address, @Nullable String tag) {
    ledger.received(arrive(address, tag), "demo", "name", tag, new byte[0]);
    ledger.ended(Outcome.ACCEPTED);
  }

  private PushLedger ledger(LedgerSize size) {
    return new PushLedger(size, () -> NOON, nanos::get);
  }
}
