package io.chatpush.token.ownership;

import io.chatpush.events.AddressType;
import io.chatpush.events.Platform;
import io.chatpush.events.UserDevice;
import io.chatpush.schemas.Topics;
import io.chatpush.service.StartupStep;
import io.chatpush.streams.StreamsHost;
import java.time.Instant;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Starts the stream, last of all steps: Kafka Streams gives up for good where a topic it reads is
 * missing, and could not write a device whose schema is. Whether it is then caught up is for lag to
 * say, not for readiness; requests are accepted meanwhile.
 */
final class OwnershipStep implements StartupStep {

  private final StreamsHost stream;
  private final Serializer<Object> serializer;

  OwnershipStep(StreamsHost stream, Serializer<Object> serializer) {
    this.stream = stream;
    this.serializer = serializer;
  }

  @Override
  public String waitingFor() {
    return "the ownership stream to start";
  }

  @Override
  public void attempt() {
    UserDevice anyDevice =
        UserDevice.newBuilder()
            .setAppId("-")
            .setUserId("-")
            .setDeviceId("-")
            .setAddressType(AddressType.TOKEN)
            .setAddressValue("-")
            .setPlatform(Platform.WEB)
            .setRegisteredAt(Instant.EPOCH)
            .setRefreshedAt(Instant.EPOCH)
            .build();
    var _ = serializer.serialize(Topics.USER_DEVICES, anyDevice);
    stream.open();
  }
}
