package io.chatpush.token.ownership;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.chatpush.events.AddressType;
import io.chatpush.events.DeviceOwner;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.DeviceTokenEventType;
import io.chatpush.events.UserDevice;
import io.chatpush.token.ownership.OwnershipChange.Claim;
import io.chatpush.token.ownership.OwnershipChange.Result;
import io.chatpush.token.ownership.OwnershipChange.Row;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeviceOwnershipTest {

  private static final long HOUR = 60 * 60;
  private static final long DAY = 24 * HOUR;
  private static final RefusalLimit TWO_AN_HOUR_APART = new RefusalLimit(2, Duration.ofHours(1));

  /** Registered as event 7, at second 10 by the clocks of all. */
  private static final DeviceOwner MAYAS =
      requireNonNull(after(null, Events.registered("maya", "phone", "address", 10), 7).owner());

  @Test
  void givesAnUnknownDeviceToWhoeverRegisters() {
    OwnershipChange change = after(null, Events.registered("maya", "phone", "address", 10), 7);

    assertThat(change.result()).isEqualTo(Result.OWNED);
    assertThat(change.rows())
        .singleElement()
        .satisfies(row -> {
          assertThat(row.userId()).isEqualTo("maya");
          UserDevice device = requireNonNull(row.device());
          assertThat(device.getAddressValue()).isEqualTo("address");
          assertThat(device.getRegisteredAt()).isEqualTo(Events.second(10));
          assertThat(device.getRefreshedAt()).isEqualTo(Events.second(10));
          assertThat(device.getRegistration()).isEqualTo(7);
        });
    assertThat(change.claims())
        .singleElement()
        .satisfies(claim -> {
          assertThat(claim.addressKey()).isEqualTo(keyOf("address"));
          assertThat(claim.claim().getHolds()).isTrue();
          assertThat(claim.claim().getAt()).isEqualTo(10_000);
          assertThat(claim.claim().getRegistration()).isEqualTo(7);
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"REGISTERED", "REFRESHED"})
  void keepsWhenItsOwnerFirstRegisteredAndTakesTheNewAddress(DeviceTokenEventType type) {
    OwnershipChange change = after(MAYAS, Events.event(type, "maya", "phone", "address-2", 20), 8);

    assertThat(change.result()).isEqualTo(Result.OWNED);
    UserDevice device = requireNonNull(change.rows().getFirst().device());
    assertThat(device.getAddressValue()).isEqualTo("address-2");
    assertThat(device.getRegisteredAt()).isEqualTo(Events.second(10));
    assertThat(device.getRefreshedAt()).isEqualTo(Events.second(20));
    assertThat(change.claims())
        .extracting(Claim::addressKey, claim -> claim.claim().getHolds())
        .containsExactly(tuple(keyOf("address"), false), tuple(keyOf("address-2"), true));
  }

  @Test
  void replacesATokenByAnInstallationId() {
    DeviceTokenEvent asFid =
        DeviceTokenEvent.newBuilder(Events.registered("maya", "phone", "address", 20))
            .setAddressType(AddressType.FID)
            .build();

    OwnershipChange change = after(MAYAS, asFid, 8);

    assertThat(change.rows())
        .singleElement()
        .satisfies(row ->
            assertThat(requireNonNull(row.device()).getAddressType()).isEqualTo(AddressType.FID));
    assertThat(change.claims())
        .as("the same characters are another address")
        .extracting(claim -> claim.claim().getHolds())
        .containsExactly(false, true);
  }

  @Test
  void movesADeviceToTheUserWhoRegistersItsAddressNext() {
    OwnershipChange change = after(MAYAS, Events.registered("noor", "phone", "address", 20), 8);

    assertThat(change.result()).isEqualTo(Result.MOVED);
    assertThat(change.ended()).containsExactly("maya");
    assertThat(change.rows()).extracting(Row::userId).containsExactly("maya", "noor");
    assertThat(change.rows().getFirst()).isEqualTo(new Row("maya", null, "OTHER_USER"));
    assertThat(requireNonNull(change.owner()).getRegisteredAt()).isEqualTo(Events.second(20));
    assertThat(change.claims())
        .extracting(claim -> claim.claim().getUserId(), claim -> claim.claim().getHolds())
        .as("maya gives it up before noor claims it, so that nobody is told that it was displaced")
        .containsExactly(tuple("maya", false), tuple("noor", true));
  }

  @Test
  void movesADeviceToTheUserWhoNamesItsAddressAsTheOneReplaced() {
    OwnershipChange change = after(MAYAS, replacing("noor", "address-2", "address"), 8);

    assertThat(change.result()).isEqualTo(Result.MOVED);
    assertThat(change.ended()).containsExactly("maya");
    assertThat(change.rows().getFirst()).isEqualTo(new Row("maya", null, "OTHER_USER"));
  }

  @Test
  void leavesTheDeviceOfAnotherUserWhoseAddressIsNotKnown() {
    for (DeviceTokenEvent event :
        List.of(
            Events.registered("noor", "phone", "address-2", 20),
            replacing("noor", "address-2", "guess"),
            replacing("noor", "address-2", "address-2"))) {
      OwnershipChange change = after(MAYAS, event, 8);

      assertThat(change.result()).isEqualTo(Result.SAME_ID);
      assertThat(change.ended()).isEmpty();
      assertThat(change.rows()).extracting(Row::userId).containsExactly("noor");
      assertThat(change.claims())
          .extracting(Claim::addressKey)
          .doesNotContain(MAYAS.getAddressKey());
    }
  }

  @Test
  void goesByTheOrderOfTheTopicNotByClocks() {
    OwnershipChange change = after(MAYAS, Events.registered("noor", "phone", "address", 5), 8);

    assertThat(change.result()).isEqualTo(Result.MOVED);
    assertThat(change.claims().getLast().claim().getAt())
        .as("a device's registrations follow each other whatever the broker's clock says")
        .isEqualTo(MAYAS.getSeenAt());
  }

  @Test
  void saysThatTwoPhonesOfAUserHaveOneId() {
    DeviceOwner onTheNewPhone =
        after(MAYAS, Events.registered("maya", "phone", "address-2", 20), 8).owner();
    OwnershipChange back =
        after(onTheNewPhone, Events.registered("maya", "phone", "address", 30), 9);

    assertThat(back.result()).isEqualTo(Result.ALTERNATED);
    assertThat(after(back.owner(), Events.registered("maya", "phone", "address-3", 40), 10))
        .extracting(OwnershipChange::result)
        .isEqualTo(Result.OWNED);
  }

  @Test
  void keepsFromAnImportWhenTheUserFirstRegistered() {
    DeviceTokenEvent imported =
        DeviceTokenEvent.newBuilder(Events.registered("maya", "phone", "address", 10))
            .setRegisteredAt(Events.second(3))
            .build();

    assertThat(requireNonNull(after(null, imported, 7).owner()).getRegisteredAt())
        .isEqualTo(Events.second(3));
  }

  @Test
  void writesNothingForARepeatButRemembersWhenItCame() {
    OwnershipChange change =
        after(MAYAS, Events.registered("maya", "phone", "address", DAY + 9), 8);

    assertThat(change.result()).isEqualTo(Result.SEEN);
    assertThat(change.rows()).isEmpty();
    assertThat(change.claims()).isEmpty();
    DeviceOwner owner = requireNonNull(change.owner());
    assertThat(owner.getRefreshedAt()).isEqualTo(Events.second(DAY + 9));
    assertThat(owner.getSeenAt()).isEqualTo((DAY + 9) * 1_000);
    assertThat(owner.getRegistration()).isEqualTo(7);
  }

  @Test
  void writesTheRowOfARepeatOnceADay() {
    OwnershipChange change =
        after(MAYAS, Events.registered("maya", "phone", "address", DAY + 10), 8);

    assertThat(change.result()).isEqualTo(Result.SEEN);
    UserDevice device = requireNonNull(change.rows().getFirst().device());
    assertThat(device.getRefreshedAt()).isEqualTo(Events.second(DAY + 10));
    assertThat(device.getRegisteredAt()).isEqualTo(Events.second(10));
    assertThat(device.getRegistration()).isEqualTo(7);
    assertThat(
            after(change.owner(), Events.registered("maya", "phone", "address", DAY + 11), 9)
                .rows())
        .isEmpty();
  }

  @Test
  void writesTheRowOfARepeatWhoseClockWasSetBack() {
    DeviceOwner ahead =
        requireNonNull(
            after(null, Events.registered("maya", "phone", "address", 400 * DAY), 7).owner());

    assertThat(after(ahead, Events.registered("maya", "phone", "address", DAY), 8).rows())
        .hasSize(1);
  }

  @Test
  void replacesWhicheverDeviceHasThePreviousAddress() {
    DeviceTokenEvent refreshed =
        DeviceTokenEvent.newBuilder(Events.refreshed("maya", "phone-2", "address-2", 20))
            .setPreviousAddressType(AddressType.TOKEN)
            .setPreviousAddressValue("address")
            .build();

    assertThat(after(null, refreshed, 8).claims())
        .extracting(Claim::addressKey, claim -> claim.claim().getHolds())
        .containsExactly(tuple(keyOf("address"), false), tuple(keyOf("address-2"), true));
  }

  @Test
  void endsADeviceWhenItsOwnerRemovesIt() {
    OwnershipChange change = after(MAYAS, Events.removed("maya", "phone", 20), 8);

    assertEnded(change, Result.REMOVED, "REMOVED");
    assertThat(change.claims().getFirst().claim().getHolds()).isFalse();
  }

  @Test
  void leavesADeviceThatAnotherUserRemoves() {
    assertOthersUnchanged(MAYAS, Events.removed("noor", "phone", 20), Result.NOT_THE_OWNER);
    assertUnchanged(null, Events.removed("maya", "phone", 20), Result.NOT_THE_OWNER);
  }

  @Test
  void retiresADeviceWhoseAddressIsDead() {
    assertEnded(
        after(MAYAS, Events.retired("maya", "phone", "address", 10), 8), Result.RETIRED, "RETIRED");
  }

  @Test
  void keepsADeviceThatHasAnotherAddressByNow() {
    assertUnchanged(MAYAS, Events.retired("maya", "phone", "address-0", 20), Result.OTHER_ADDRESS);
  }

  @Test
  void keepsADeviceThatToldItsAddressAfterTheFailingSendBegan() {
    assertUnchanged(MAYAS, Events.retired("maya", "phone", "address", 9), Result.OTHER_ADDRESS);
    DeviceOwner seen = after(MAYAS, Events.registered("maya", "phone", "address", 30), 8).owner();
    assertUnchanged(seen, Events.retired("maya", "phone", "address", 29), Result.OTHER_ADDRESS);
  }

  @Test
  void keepsADeviceWhoseAddressOfAnotherTypeIsDead() {
    DeviceTokenEvent retired =
        DeviceTokenEvent.newBuilder(Events.retired("maya", "phone", "address", 20))
            .setAddressType(AddressType.FID)
            .build();

    assertUnchanged(MAYAS, retired, Result.OTHER_ADDRESS);
  }

  @Test
  void keepsADeviceWhoseAddressIsRefusedForTheFirstTime() {
    OwnershipChange change = after(MAYAS, Events.refused("maya", "phone", "address", 20), 8);

    assertThat(change.result()).isEqualTo(Result.REFUSED);
    assertThat(change.rows()).isEmpty();
    assertThat(change.claims()).isEmpty();
    DeviceOwner owner = requireNonNull(change.owner());
    assertThat(owner.getRefusals()).isEqualTo(1);
    assertThat(owner.getRefusedAt()).isEqualTo(20_000);
    assertThat(DeviceOwner.newBuilder(owner).setRefusals(0).setRefusedAt(0).build())
        .as("everything else")
        .isEqualTo(MAYAS);
  }

  @Test
  void endsADeviceWhoseAddressIsRefusedAgain() {
    DeviceTokenEvent again =
        DeviceTokenEvent.newBuilder(Events.refused("maya", "phone", "address", 20 + HOUR))
            .setReason("INVALID_ADDRESS")
            .build();

    assertEnded(after(refusedAt(20), again, 9), Result.RETIRED, "INVALID_ADDRESS");
  }

  @Test
  void countsRefusalsThatFollowEachOtherCloselyAsOne() {
    DeviceOwner refused = refusedAt(20);

    for (long at : new long[] {20, 21, 20 + HOUR - 1, 15}) {
      assertUnchanged(refused, Events.refused("maya", "phone", "address", at), Result.REFUSED);
    }
  }

  @Test
  void beginsToCountAnewOnceARefusalIsLongAgo() {
    OwnershipChange change =
        after(refusedAt(20), Events.refused("maya", "phone", "address", 21 + 30 * DAY), 9);

    assertThat(change.result()).isEqualTo(Result.REFUSED);
    assertThat(requireNonNull(change.owner()).getRefusals()).isEqualTo(1);
    assertThat(change.owner().getRefusedAt()).isEqualTo((21 + 30 * DAY) * 1_000);
  }

  @Test
  void goesByTheClockOfTheBrokerForTheTimeBetweenTwoRefusals() {
    DeviceTokenEvent byAClockAhead = Events.refused("maya", "phone", "address", 20 + DAY);

    assertThat(
            DeviceOwnership.after(
                    refusedAt(20), List::of, byAClockAhead, 9, 21_000, TWO_AN_HOUR_APART)
                .result())
        .isEqualTo(Result.REFUSED);
  }

  @Test
  void countsOnWhenTheSameAddressIsRegisteredAgain() {
    DeviceOwner repeated =
        after(refusedAt(20), Events.registered("maya", "phone", "address", 30), 9).owner();
    DeviceOwner moved =
        after(repeated, Events.registered("noor", "phone", "address", 40), 10).owner();

    assertThat(after(moved, Events.refused("noor", "phone", "address", 20 + HOUR), 11).result())
        .isEqualTo(Result.RETIRED);
  }

  @Test
  void clearsTheCountWhenAnotherAddressIsRegistered() {
    DeviceOwner other =
        after(refusedAt(20), Events.registered("maya", "phone", "address-2", 30), 9).owner();
    assertThat(requireNonNull(other).getRefusals()).isZero();
    DeviceOwner back = after(other, Events.registered("maya", "phone", "address", 40), 10).owner();

    assertThat(after(back, Events.refused("maya", "phone", "address", 20 + HOUR), 11).result())
        .isEqualTo(Result.REFUSED);
  }

  @Test
  void doesNotCountARefusalOfAnAddressThatTheDeviceDoesNotHave() {
    assertUnchanged(MAYAS, Events.refused("maya", "phone", "address-0", 20), Result.OTHER_ADDRESS);
    assertUnchanged(MAYAS, Events.refused("maya", "phone", "address", 9), Result.OTHER_ADDRESS);
    assertUnchanged(null, Events.refused("maya", "phone", "address", 20), Result.OTHER_ADDRESS);
    assertUnchanged(
        MAYAS,
        Events.event(DeviceTokenEventType.ADDRESS_REFUSED, "maya", "phone", null, 20),
        Result.OTHER_ADDRESS);
  }

  @Test
  void neverEndsADeviceForRefusalsWhereTheLimitIsNone() {
    DeviceTokenEvent refused = Events.refused("maya", "phone", "address", 20);
    RefusalLimit none = new RefusalLimit(0, Duration.ofHours(1));

    assertThat(DeviceOwnership.after(MAYAS, List::of, refused, 8, 20_000, none))
        .isEqualTo(OwnershipChange.unchanged(Result.REFUSED, MAYAS));
  }

  @Test
  void endsADeviceAtTheFirstRefusalWhereTheLimitIsOne() {
    DeviceTokenEvent refused = Events.refused("maya", "phone", "address", 20);
    RefusalLimit one = new RefusalLimit(1, Duration.ofHours(1));

    assertThat(DeviceOwnership.after(MAYAS, List::of, refused, 8, 20_000, one).result())
        .isEqualTo(Result.RETIRED);
  }

  @Test
  void endsTheRegistrationThatWasDisplaced() {
    assertEnded(after(MAYAS, displaced(7, 11), 8), Result.DISPLACED, "ADDRESS_MOVED");
  }

  @Test
  void keepsADeviceThatRegisteredOtherwiseSinceItWasDisplaced() {
    assertUnchanged(MAYAS, displaced(6, 11), Result.OTHER_REGISTRATION);
  }

  @Test
  void claimsTheAddressAgainForADeviceThatRepeatedItAfterTheOther() {
    DeviceOwner seen = after(MAYAS, Events.registered("maya", "phone", "address", 30), 8).owner();

    OwnershipChange change = after(seen, displaced(7, 20), 9);

    assertThat(change.result()).isEqualTo(Result.RECLAIMED);
    assertThat(change.rows()).isEmpty();
    assertThat(change.claims().getFirst().claim().getAt()).isEqualTo(30_000);
  }

  @Test
  void evictsTheRegistrationThatIsMeant() {
    DeviceTokenEvent evicted =
        DeviceTokenEvent.newBuilder(
                Events.event(DeviceTokenEventType.EVICTED, "maya", "phone", null, 20))
            .setRegistration(7)
            .setReason("DEVICE_LIMIT")
            .build();

    assertEnded(after(MAYAS, evicted, 8), Result.EVICTED, "DEVICE_LIMIT");
    DeviceOwner again =
        after(MAYAS, Events.registered("maya", "phone", "address-2", 15), 8).owner();
    assertUnchanged(again, evicted, Result.OTHER_REGISTRATION);
  }

  @Test
  void endsADeviceThatWasNotHeardOf() {
    assertEnded(DeviceOwnership.unseen(MAYAS, "demo", "phone"), Result.UNSEEN, "UNSEEN");
  }

  @Test
  void refusesARegistrationThatNoPushCouldReach() {
    assertOthersUnchanged(
        MAYAS,
        Events.event(DeviceTokenEventType.REGISTERED, "noor", "phone", null, 20),
        Result.IMPOSSIBLE);
    assertOthersUnchanged(MAYAS, Events.registered("", "phone", "address", 20), Result.IMPOSSIBLE);
    assertUnchanged(MAYAS, Events.registered("maya", "phone", "a b", 20), Result.IMPOSSIBLE);
  }

  @Test
  void leavesEventsOfTheFutureAlone() {
    assertUnchanged(
        MAYAS,
        Events.event(DeviceTokenEventType.UNKNOWN, "maya", "phone", "address", 20),
        Result.UNKNOWN_TYPE);
  }

  /** Taken by the broker when it occurred; the one known is the event's user's or another's. */
  private static OwnershipChange after(
      @Nullable DeviceOwner known, DeviceTokenEvent event, long offset) {
    boolean isOwn = known != null && known.getUserId().equals(event.getUserId());
    return DeviceOwnership.after(
        isOwn ? known : null,
        () -> known == null || isOwn ? List.of() : List.of(known),
        event,
        offset,
        event.getOccurredAt().toEpochMilli(),
        TWO_AN_HOUR_APART);
  }

  private static DeviceTokenEvent replacing(String user, String address, String previous) {
    return DeviceTokenEvent.newBuilder(Events.refreshed(user, "phone", address, 20))
        .setPreviousAddressType(AddressType.TOKEN)
        .setPreviousAddressValue(previous)
        .build();
  }

  /** Maya's phone after its address was refused once. */
  private static DeviceOwner refusedAt(long at) {
    return requireNonNull(after(MAYAS, Events.refused("maya", "phone", "address", at), 8).owner());
  }

  private static DeviceTokenEvent displaced(long registration, long at) {
    return DeviceTokenEvent.newBuilder(
            Events.event(DeviceTokenEventType.DISPLACED, "maya", "phone", null, at))
        .setRegistration(registration)
        .setReason("ADDRESS_MOVED")
        .build();
  }

  private static void assertEnded(OwnershipChange change, Result result, String reason) {
    assertThat(change.result()).isEqualTo(result);
    assertThat(change.owner()).isNull();
    assertThat(change.rows()).containsExactly(new Row("maya", null, reason));
    assertThat(change.claims())
        .singleElement()
        .satisfies(claim -> assertThat(claim.claim().getHolds()).isFalse());
  }

  private static void assertUnchanged(
      @Nullable DeviceOwner current, DeviceTokenEvent event, Result result) {
    assertThat(after(current, event, 8)).isEqualTo(OwnershipChange.unchanged(result, current));
  }

  private static void assertOthersUnchanged(
      DeviceOwner other, DeviceTokenEvent event, Result result) {
    assertThat(after(other, event, 8)).isEqualTo(OwnershipChange.unchanged(result, null));
  }

  private static String keyOf(String address) {
    return AddressKeys.of(AddressType.TOKEN, address);
  }
}
