package io.chatpush.token.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.DeviceTokenEventType;
import io.chatpush.events.UserDevice;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.token.ownership.Ownership.Ended;
import io.chatpush.token.ownership.Ownership.Moved;
import io.chatpush.token.ownership.Ownership.Owned;
import io.chatpush.token.ownership.Ownership.Unchanged;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Plays random events of a few users, devices and addresses, with clocks that disagree, and
 * compares the table of devices with what a reader of the whole log would say.
 */
class DeviceOwnershipModelTest {

  @Property(tries = 2_000)
  void theTableIsWhatTheLogSays(@ForAll("logs") List<DeviceTokenEvent> log) {
    Map<String, UserDevice> owners = new HashMap<>();
    Map<String, UserDevice> table = new HashMap<>();
    List<DeviceTokenEvent> read = new ArrayList<>();
    for (DeviceTokenEvent event : log) {
      read.add(event);
      play(event, owners, table);
      assertThat(rows(table)).isEqualTo(rowsByReadingBackwards(read));
    }
  }

  @Provide
  Arbitrary<List<DeviceTokenEvent>> logs() {
    Arbitrary<DeviceTokenEventType> types =
        Arbitraries.of(
            DeviceTokenEventType.REGISTERED,
            DeviceTokenEventType.REFRESHED,
            DeviceTokenEventType.REMOVED,
            DeviceTokenEventType.RETIRED);
    return Combinators.combine(
            types,
            Arbitraries.of("ada", "b|o", "cy"),
            Arbitraries.of("phone", "tab/let", "watch"),
            Arbitraries.of("address-1", "address-2", "address-3"),
            Arbitraries.longs().between(0, 9))
        .as(Events::event)
        .list()
        .ofMaxSize(40);
  }

  private static void play(
      DeviceTokenEvent event, Map<String, UserDevice> owners, Map<String, UserDevice> table) {
    String device = event.getDeviceId();
    switch (DeviceOwnership.after(owners.get(device), event)) {
      case Owned(UserDevice owned) -> {
        owners.put(device, owned);
        table.put(key(owned), owned);
      }
      case Moved(UserDevice before, UserDevice after) -> {
        owners.put(device, after);
        table.remove(key(before));
        table.put(key(after), after);
      }
      case Ended(UserDevice ended, Ended.Reason _) -> {
        owners.remove(device);
        table.remove(key(ended));
      }
      case Unchanged _ -> {}
    }
  }

  private static String key(UserDevice device) {
    return RecordKeys.userDevice(device.getAppId(), device.getUserId(), device.getDeviceId());
  }

  private static Set<String> rows(Map<String, UserDevice> table) {
    Set<String> rows = new TreeSet<>();
    table.forEach((key, row) ->
        rows.add(
            key
                + " "
                + row.getAddressValue()
                + " since "
                + row.getRegisteredAt().getEpochSecond()
                + " seen "
                + row.getRefreshedAt().getEpochSecond()));
    return rows;
  }

  /**
   * The same question asked of the log as a whole, without keeping state: the last registration of
   * each device stands unless something after it ended it, and began where its user's unbroken run
   * of registrations did.
   */
  private static Set<String> rowsByReadingBackwards(List<DeviceTokenEvent> log) {
    Set<String> rows = new TreeSet<>();
    for (String device : List.of("phone", "tab/let", "watch")) {
      List<DeviceTokenEvent> events =
          log.stream().filter(e -> e.getDeviceId().equals(device)).toList();
      int last = lastRegistration(events, events.size());
      if (last >= 0 && !isEnded(events, last, events.size())) {
        DeviceTokenEvent now = events.get(last);
        int first = last;
        for (int earlier = lastRegistration(events, first);
            earlier >= 0
                && events.get(earlier).getUserId().equals(now.getUserId())
                && !isEnded(events, earlier, first);
            earlier = lastRegistration(events, first)) {
          first = earlier;
        }
        rows.add(
            RecordKeys.userDevice("demo", now.getUserId(), device)
                + " "
                + now.getAddressValue()
                + " since "
                + events.get(first).getOccurredAt().getEpochSecond()
                + " seen "
                + now.getOccurredAt().getEpochSecond());
      }
    }
    return rows;
  }

  private static int lastRegistration(List<DeviceTokenEvent> events, int before) {
    for (int i = before - 1; i >= 0; i--) {
      DeviceTokenEventType type = events.get(i).getEventType();
      if (type == DeviceTokenEventType.REGISTERED || type == DeviceTokenEventType.REFRESHED) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isEnded(List<DeviceTokenEvent> events, int registration, int before) {
    DeviceTokenEvent registered = events.get(registration);
    return events.subList(registration + 1, before).stream()
        .anyMatch(e ->
            (e.getEventType() == DeviceTokenEventType.REMOVED
                    && e.getUserId().equals(registered.getUserId()))
                || (e.getEventType() == DeviceTokenEventType.RETIRED
                    && String.valueOf(e.getAddressValue()).equals(registered.getAddressValue())
                    && !registered.getOccurredAt().isAfter(e.getOccurredAt())));
  }
}
