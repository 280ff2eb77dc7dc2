package io.chatpush.token.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.AddressType;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.DeviceTokenEventType;
import io.chatpush.events.UserDevice;
import io.chatpush.token.ownership.Ownership.Ended;
import io.chatpush.token.ownership.Ownership.Moved;
import io.chatpush.token.ownership.Ownership.Owned;
import io.chatpush.token.ownership.Ownership.Unchanged;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeviceOwnershipTest {

  private static final UserDevice MAYAS = mayas("address", 10);

  @Test
  void givesAnUnknownDeviceToWhoeverRegisters() {
    Ownership after =
        DeviceOwnership.after(null, Events.registered("maya", "phone", "address", 10));

    assertThat(after).isEqualTo(new Owned(MAYAS));
    assertThat(MAYAS.getRegisteredAt()).isEqualTo(Events.second(10));
    assertThat(MAYAS.getRefreshedAt()).isEqualTo(Events.second(10));
  }

  @ParameterizedTest
  @EnumSource(names = {"REGISTERED", "REFRESHED"})
  void keepsWhenItsOwnerFirstRegisteredAndTakesTheNewAddress(DeviceTokenEventType type) {
    Ownership after =
        DeviceOwnership.after(MAYAS, Events.event(type, "maya", "phone", "address-2", 20));

    assertThat(after).isInstanceOf(Owned.class);
    UserDevice device = ((Owned) after).device();
    assertThat(device.getAddressValue()).isEqualTo("address-2");
    assertThat(device.getRegisteredAt()).isEqualTo(Events.second(10));
    assertThat(device.getRefreshedAt()).isEqualTo(Events.second(20));
  }

  @ParameterizedTest
  @EnumSource(names = {"REGISTERED", "REFRESHED"})
  void movesADeviceToTheUserWhoRegistersNext(DeviceTokenEventType type) {
    Ownership after =
        DeviceOwnership.after(MAYAS, Events.event(type, "noor", "phone", "address", 20));

    assertThat(after).isInstanceOf(Moved.class);
    Moved moved = (Moved) after;
    assertThat(moved.before()).isEqualTo(MAYAS);
    assertThat(moved.after().getUserId()).isEqualTo("noor");
    assertThat(moved.after().getRegisteredAt()).isEqualTo(Events.second(20));
  }

  @Test
  void goesByTheOrderOfTheTopicNotByClocks() {
    Ownership after = DeviceOwnership.after(MAYAS, Events.registered("noor", "phone", "other", 5));

    assertThat(after).isInstanceOf(Moved.class);
  }

  @Test
  void endsADeviceWhenItsOwnerRemovesIt() {
    assertThat(DeviceOwnership.after(MAYAS, Events.removed("maya", "phone", 20)))
        .isEqualTo(new Ended(MAYAS, Ended.Reason.REMOVED));
  }

  @Test
  void leavesADeviceThatSomebodyElseRemoves() {
    Unchanged unchanged = new Unchanged(Unchanged.Reason.NOT_THE_OWNER);

    assertThat(DeviceOwnership.after(MAYAS, Events.removed("noor", "phone", 20)))
        .isEqualTo(unchanged);
    assertThat(DeviceOwnership.after(null, Events.removed("maya", "phone", 20)))
        .isEqualTo(unchanged);
  }

  @Test
  void retiresADeviceWhoseAddressIsDead() {
    assertThat(DeviceOwnership.after(MAYAS, Events.retired("maya", "phone", "address", 10)))
        .isEqualTo(new Ended(MAYAS, Ended.Reason.RETIRED));
  }

  @Test
  void keepsADeviceThatHasAnotherAddressByNow() {
    assertThat(DeviceOwnership.after(MAYAS, Events.retired("maya", "phone", "address-0", 20)))
        .isEqualTo(new Unchanged(Unchanged.Reason.OTHER_ADDRESS));
  }

  @Test
  void keepsADeviceThatToldItsAddressAfterTheFailingSendBegan() {
    assertThat(DeviceOwnership.after(MAYAS, Events.retired("maya", "phone", "address", 9)))
        .isEqualTo(new Unchanged(Unchanged.Reason.OTHER_ADDRESS));
  }

  @Test
  void keepsADeviceWhoseAddressOfAnotherTypeIsDead() {
    DeviceTokenEvent retired =
        DeviceTokenEvent.newBuilder(Events.retired("maya", "phone", "address", 20))
            .setAddressType(AddressType.FID)
            .build();

    assertThat(DeviceOwnership.after(MAYAS, retired))
        .isEqualTo(new Unchanged(Unchanged.Reason.OTHER_ADDRESS));
  }

  @Test
  void refusesARegistrationThatNoPushCouldReach() {
    Unchanged impossible = new Unchanged(Unchanged.Reason.IMPOSSIBLE);

    assertThat(
            DeviceOwnership.after(
                MAYAS, Events.event(DeviceTokenEventType.REGISTERED, "noor", "phone", null, 20)))
        .isEqualTo(impossible);
    assertThat(DeviceOwnership.after(MAYAS, Events.registered("", "phone", "address", 20)))
        .isEqualTo(impossible);
    assertThat(DeviceOwnership.after(MAYAS, Events.registered("noor", "phone", "a b", 20)))
        .isEqualTo(impossible);
  }

  @Test
  void leavesEventsOfTheFutureAlone() {
    assertThat(
            DeviceOwnership.after(
                MAYAS, Events.event(DeviceTokenEventType.UNKNOWN, "noor", "phone", "address", 20)))
        .isEqualTo(new Unchanged(Unchanged.Reason.UNKNOWN_TYPE));
  }

  private static UserDevice mayas(String address, long at) {
    Ownership owned = DeviceOwnership.after(null, Events.registered("maya", "phone", address, at));
    return ((Owned) owned).device();
  }
}
