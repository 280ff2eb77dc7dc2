package io.chatpush.token.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.DeviceOwner;
import java.util.HexFormat;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class StateSerdeTest {

  /** As the build wrote it that knew no refusals; its schema is kept beside the serde. */
  private static final String BEFORE_REFUSALS =
      "c30182b120bc19b63fdf086d6179610ea09c01066b65790a7072696e74d00fa01ff02e";

  private final Serde<DeviceOwner> owners = OwnershipTopology.owners();

  @Test
  void readsWhatAnEarlierBuildWrote() {
    DeviceOwner owner =
        owners.deserializer().deserialize("", HexFormat.of().parseHex(BEFORE_REFUSALS));

    assertThat(owner.getUserId()).isEqualTo("maya");
    assertThat(owner.getRegistration()).isEqualTo(7);
    assertThat(owner.getSeenAt()).isEqualTo(10_000);
    assertThat(owner.getAddressKey()).isEqualTo("key");
    assertThat(owner.getFingerprint()).isEqualTo("print");
    assertThat(owner.getRegisteredAt()).isEqualTo(Events.second(1));
    assertThat(owner.getRefreshedAt()).isEqualTo(Events.second(2));
    assertThat(owner.getWrittenAt()).isEqualTo(Events.second(3));
    assertThat(owner.getRefusals()).isZero();
    assertThat(owner.getRefusedAt()).isZero();
  }

  @Test
  void readsWhatItWrites() {
    DeviceOwner owner =
        DeviceOwner.newBuilder()
            .setUserId("maya")
            .setRegistration(7)
            .setSeenAt(10_000)
            .setAddressKey("key")
            .setFingerprint("print")
            .setRegisteredAt(Events.second(1))
            .setRefreshedAt(Events.second(2))
            .setWrittenAt(Events.second(3))
            .setRefusals(1)
            .setRefusedAt(4)
            .build();

    assertThat(owners.deserializer().deserialize("", owners.serializer().serialize("", owner)))
        .isEqualTo(owner);
  }
}
