package io.chatpush.token.web;

import io.chatpush.token.device.AppId;
import io.chatpush.token.device.DeviceChange;
import io.chatpush.token.device.DeviceChange.Registered;
import io.chatpush.token.device.DeviceChange.Removed;
import io.chatpush.token.device.DeviceDirectory;
import io.chatpush.token.device.DeviceRegistration;
import io.chatpush.token.device.InstanceAddress;
import io.chatpush.token.device.RegisteredDevice;
import io.chatpush.token.device.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Has what was published, at once. Of the user {@code moving} it says that nobody has the devices,
 * of those that were sent away that another instance has them.
 */
final class FakeDirectory implements DeviceDirectory {

  private final HttpEdge.FakePublisher published;
  private @Nullable InstanceAddress elsewhere;

  FakeDirectory(HttpEdge.FakePublisher published) {
    this.published = published;
  }

  /** Everything is there from now on; {@code null} for here. */
  void moveTo(@Nullable InstanceAddress instance) {
    elsewhere = instance;
  }

  @Override
  public Answer<List<RegisteredDevice>> devicesOf(AppId app, UserId user) {
    if (user.value().equals("moving")) {
      return new Answer.Nowhere<>();
    }
    InstanceAddress instance = elsewhere;
    return instance != null
        ? new Answer.Elsewhere<>(instance)
        : new Answer.Here<>(
            all(app).stream().filter(d -> d.registration().user().equals(user)).toList());
  }

  @Override
  public Answer<Page> page(AppId app, @Nullable String cursor, int limit) {
    int from = cursor == null ? 0 : Integer.parseInt(cursor);
    if (from < 0) {
      throw new IllegalArgumentException("no cursor");
    }
    InstanceAddress instance = elsewhere;
    if (instance != null) {
      return new Answer.Elsewhere<>(instance);
    }
    List<RegisteredDevice> all = all(app);
    int to = Math.min(from + limit, all.size());
    return new Answer.Here<>(
        new Page(
            all.subList(Math.min(from, to), to), to < all.size() ? Integer.toString(to) : null));
  }

  private List<RegisteredDevice> all(AppId app) {
    Map<String, RegisteredDevice> devices = new TreeMap<>();
    for (DeviceChange change : published.changes()) {
      String device = change.device().value();
      switch (change) {
        case Registered(DeviceRegistration registration, var _, var since, Instant at) ->
            devices.put(device, new RegisteredDevice(registration, since == null ? at : since, at));
        case Removed removed ->
            devices.computeIfPresent(
                device, (_, d) -> d.registration().user().equals(removed.user()) ? null : d);
      }
    }
    return devices.values().stream().filter(d -> d.registration().app().equals(app)).toList();
  }
}
