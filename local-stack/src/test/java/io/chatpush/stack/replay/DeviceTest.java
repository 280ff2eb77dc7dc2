package io.chatpush.stack.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceTest {

  @Test
  void theSameUsersHaveTheSameDevicesEveryTime() {
    List<String> users = List.of("|wolf|", "b`[x]^");

    assertThat(Device.forUsers(users, 2)).isEqualTo(Device.forUsers(users, 2)).hasSize(4);
    assertThat(Device.forUsers(users, 3)).containsAll(Device.forUsers(users, 2));
    assertThat(Device.forUsers(users, 25)).extracting(Device::id).doesNotHaveDuplicates();
  }

  @Test
  void idsAndAddressesAreSafeInUrlsWhateverUsersAreCalled() {
    assertThat(Device.forUsers(List.of("a/b|c%\\"), 3))
        .allSatisfy(device -> assertThat(device.id() + device.address()).matches("[0-9a-z-]+"));
  }
}
