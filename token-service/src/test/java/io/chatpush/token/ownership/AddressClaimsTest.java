package io.chatpush.token.ownership;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.AddressClaim;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.DeviceTokenEventType;
import org.junit.jupiter.api.Test;

class AddressClaimsTest {

  private static final AddressClaim PHONES = claim("phone", 7, 100, true);

  @Test
  void givesAnAddressToWhoeverClaimsItFirst() {
    assertThat(AddressClaims.after(null, PHONES))
        .isEqualTo(new AddressClaims.Decision(PHONES, null));
  }

  @Test
  void displacesTheDeviceWhoseClaimIsOlder() {
    AddressClaim later = claim("tablet", 3, 101, true);

    AddressClaims.Decision decision = AddressClaims.after(PHONES, later);

    assertThat(decision).isEqualTo(new AddressClaims.Decision(later, PHONES));
    DeviceTokenEvent displaced = requireNonNull(decision.displaced());
    assertThat(displaced.getEventType()).isEqualTo(DeviceTokenEventType.DISPLACED);
    assertThat(displaced.getDeviceId()).isEqualTo("phone");
    assertThat(displaced.getRegistration()).isEqualTo(7);
    assertThat(displaced.getOccurredAt().toEpochMilli()).isEqualTo(101);
    assertThat(displaced.getReason()).isEqualTo("ADDRESS_MOVED");
    assertThat(displaced.getAddressValue()).isNull();
  }

  @Test
  void displacesAnOlderClaimThatComesLate() {
    AddressClaim earlier = claim("tablet", 3, 99, true);

    assertThat(AddressClaims.after(PHONES, earlier))
        .isEqualTo(new AddressClaims.Decision(PHONES, earlier));
  }

  @Test
  void remembersAClaimThatWasGivenUp() {
    AddressClaim givenUp = claim("phone", 7, 100, false);
    assertThat(AddressClaims.after(PHONES, givenUp))
        .isEqualTo(new AddressClaims.Decision(givenUp, null));

    AddressClaim earlier = claim("tablet", 3, 99, true);
    assertThat(AddressClaims.after(givenUp, earlier))
        .isEqualTo(new AddressClaims.Decision(givenUp, earlier));
    AddressClaim later = claim("tablet", 3, 101, true);
    assertThat(AddressClaims.after(givenUp, later))
        .isEqualTo(new AddressClaims.Decision(later, null));
  }

  @Test
  void endsTheDeviceWhoseAddressIsReplaced() {
    AddressClaim replaced = claim("tablet", 3, 101, false);

    AddressClaims.Decision decision = AddressClaims.after(PHONES, replaced);

    assertThat(requireNonNull(decision.displaced()).getReason()).isEqualTo("ADDRESS_REPLACED");
  }

  @Test
  void tellsNobodyOfAClaimThatWasGivenUpTooLate() {
    assertThat(AddressClaims.after(PHONES, claim("tablet", 3, 99, false)))
        .isEqualTo(new AddressClaims.Decision(PHONES, null));
  }

  @Test
  void doesNotDependOnTheOrderWithinAMillisecond() {
    AddressClaim same = claim("tablet", 3, 100, true);

    assertThat(AddressClaims.after(PHONES, same).claim())
        .isEqualTo(AddressClaims.after(same, PHONES).claim());
  }

  @Test
  void takesTheLaterRegistrationOfADeviceIdWithinAMillisecond() {
    AddressClaim noors =
        AddressClaim.newBuilder(claim("phone", 8, 100, true)).setUserId("noor").build();

    assertThat(AddressClaims.after(PHONES, noors))
        .isEqualTo(new AddressClaims.Decision(noors, PHONES));
    assertThat(AddressClaims.after(noors, PHONES))
        .isEqualTo(new AddressClaims.Decision(noors, PHONES));
  }

  @Test
  void doesNotTakeADeviceOfTheSameIdForTheSameDevice() {
    AddressClaim noorsEarlier =
        AddressClaim.newBuilder(claim("phone", 8, 99, true)).setUserId("noor").build();

    assertThat(AddressClaims.after(PHONES, noorsEarlier))
        .as("a device of another user cannot take the address with an older claim")
        .isEqualTo(new AddressClaims.Decision(PHONES, noorsEarlier));
  }

  @Test
  void hasNoAddressInItsWords() {
    assertThat(AddressKeys.hash("a", "bc")).isNotEqualTo(AddressKeys.hash("ab", "c")).hasSize(22);
    assertThat(AddressKeys.hash("a", null)).isNotEqualTo(AddressKeys.hash("a", ""));
  }

  private static AddressClaim claim(String device, long registration, long at, boolean holds) {
    return AddressClaim.newBuilder()
        .setAppId("demo")
        .setUserId("maya")
        .setDeviceId(device)
        .setRegistration(registration)
        .setAt(at)
        .setHolds(holds)
        .build();
  }
}
