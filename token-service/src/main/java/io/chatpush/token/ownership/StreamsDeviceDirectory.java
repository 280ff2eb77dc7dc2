package io.chatpush.token.ownership;

import io.chatpush.events.UserDevice;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.streams.StreamsHost;
import io.chatpush.token.device.AppId;
import io.chatpush.token.device.DeviceDirectory;
import io.chatpush.token.device.InstanceAddress;
import io.chatpush.token.device.RegisteredDevice;
import io.chatpush.token.device.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/** Reads the table of devices where the stream keeps it. */
final class StreamsDeviceDirectory implements DeviceDirectory {

  private final StreamsHost streams;
  private final InstancePlace here;
  private final UserDeviceCodec codec;

  StreamsDeviceDirectory(StreamsHost streams, InstancePlace here, UserDeviceCodec codec) {
    this.streams = streams;
    this.here = here;
    this.codec = codec;
  }

  @Override
  public Answer<List<RegisteredDevice>> devicesOf(AppId app, UserId user) {
    String prefix = RecordKeys.userDevicesPrefix(app.value(), user.value());
    return ask(
        prefix,
        new UserPartitioner<>(),
        store ->
            UserDevices.read(store, prefix, codec).stream()
                .map(RegisteredDevices::of)
                .filter(Objects::nonNull)
                .toList());
  }

  @Override
  public Answer<Page> page(AppId app, @Nullable String cursor, int limit) {
    PageCursor from = cursor == null ? PageCursor.START : PageCursor.of(cursor);
    PartitionPlace place = new PartitionPlace(from.partition());
    return ask("", place, store -> page(store, app, from, limit, place.partitions()));
  }

  private Page page(
      ReadOnlyKeyValueStore<String, ValueAndTimestamp<byte[]>> store,
      AppId app,
      PageCursor from,
      int limit,
      int partitions) {
    String first = RecordKeys.encode(app.value()) + '|';
    // The character after the bar: keys have neither but as their separator.
    String end = RecordKeys.encode(app.value()) + (char) ('|' + 1);
    String after = from.after();
    List<RegisteredDevice> devices = new ArrayList<>();
    String last = after;
    try (KeyValueIterator<String, ValueAndTimestamp<byte[]>> rows =
        store.range(after == null ? first : after, end)) {
      while (rows.hasNext()) {
        if (devices.size() == limit) {
          return new Page(devices, new PageCursor(from.partition(), last).text());
        }
        KeyValue<String, ValueAndTimestamp<byte[]>> row = rows.next();
        if (!row.key.equals(after)) {
          last = row.key;
          UserDevice device = codec.read(row.value.value());
          RegisteredDevice registered = device == null ? null : RegisteredDevices.of(device);
          if (registered != null) {
            devices.add(registered);
          }
        }
      }
    }
    int next = from.partition() + 1;
    return new Page(devices, next < partitions ? new PageCursor(next, null).text() : null);
  }

  private <T> Answer<T> ask(
      String key,
      StreamPartitioner<String, @Nullable Object> partitioner,
      Function<ReadOnlyKeyValueStore<String, ValueAndTimestamp<byte[]>>, T> question) {
    KafkaStreams running = streams.current();
    if (running == null) {
      return new Answer.Nowhere<>();
    }
    try {
      KeyQueryMetadata place =
          running.queryMetadataForKey(DeviceLimitProcessor.STORE, key, partitioner);
      if (place == null || place.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
        return new Answer.Nowhere<>();
      }
      HostInfo host = place.activeHost();
      if (!here.is(host)) {
        return new Answer.Elsewhere<>(new InstanceAddress(host.host(), host.port()));
      }
      ReadOnlyKeyValueStore<String, ValueAndTimestamp<byte[]>> store =
          running.store(
              StoreQueryParameters.fromNameAndType(
                      DeviceLimitProcessor.STORE,
                      QueryableStoreTypes.<String, byte[]>timestampedKeyValueStore())
                  .withPartition(place.partition()));
      return new Answer.Here<>(question.apply(store));
    } catch (InvalidStateStoreException | IllegalStateException e) {
      // It is being restored, has moved meanwhile, or the stream has not begun or is stopping.
      return new Answer.Nowhere<>();
    }
  }
}
