package io.chatpush.token.ownership;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.AddressClaim;
import io.chatpush.events.AddressType;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.DeviceTokenEventType;
import io.chatpush.events.UserDevice;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/**
 * Plays random events of a few users, devices and addresses, with clocks that disagree, through the
 * stages in random interleavings, and compares the table of devices with a model that knows no
 * stages: it does one event after the other, in the order in which the broker took them.
 */
class OwnershipInterleavingsTest {

  private static final int DEVICES_PER_USER = 2;
  private static final int MOST_STEPS = 100_000;

  @Property(tries = 10_000)
  void theTableIsWhatTheOrderOfTheBrokerSays(
      @ForAll("rounds") List<List<DeviceTokenEvent>> rounds,
      @ForAll long seed,
      @ForAll boolean endsWhenRefused) {
    Random chance = new Random(seed);
    // A count that a device keeps while word of its end is on its way depends on the interleaving.
    Pipes pipes =
        new Pipes(chance, new RefusalLimit(endsWhenRefused ? 1 : 0, Duration.ofMillis(1)));
    Model model = new Model(endsWhenRefused);
    for (List<DeviceTokenEvent> round : rounds) {
      for (DeviceTokenEvent event : round) {
        for (int steps = chance.nextInt(6); steps > 0; steps--) {
          var _ = pipes.step();
        }
        pipes.take(event);
        model.apply(event);
      }
      drain(pipes);
      assertThat(rows(pipes.table())).as("%s", words(rounds)).isEqualTo(model.rows());
      assertEveryAddressIsHeldByItsDevice(pipes);

      // Limits are kept once displacements are through.
      pipes.table().values().stream().collect(groupingBy(UserDevice::getUserId)).values().stream()
          .flatMap(devices -> DeviceLimit.over(DEVICES_PER_USER, devices).stream())
          .toList()
          .forEach(device -> {
            pipes.take(evicted(device));
            model.evict(device.getDeviceId());
          });
      drain(pipes);
      assertThat(rows(pipes.table())).isEqualTo(model.rows());
    }
  }

  @Provide
  Arbitrary<List<List<DeviceTokenEvent>>> rounds() {
    Arbitrary<DeviceTokenEventType> types =
        Arbitraries.of(
            DeviceTokenEventType.REGISTERED,
            DeviceTokenEventType.REGISTERED,
            DeviceTokenEventType.REFRESHED,
            DeviceTokenEventType.REMOVED,
            DeviceTokenEventType.RETIRED,
            DeviceTokenEventType.ADDRESS_REFUSED);
    Arbitrary<String> addresses =
        Arbitraries.of("address-1", "address-2", "address-3", "address-4");
    return Combinators.combine(
            types,
            Arbitraries.of("ada", "b|o", "cy"),
            Arbitraries.of("phone", "tab/let", "watch", "\u8868"),
            addresses,
            addresses,
            Arbitraries.longs().between(0, 9))
        .as(OwnershipInterleavingsTest::event)
        .list()
        .ofMaxSize(12)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3);
  }

  private static DeviceTokenEvent event(
      DeviceTokenEventType type,
      String user,
      String device,
      String address,
      String previous,
      long at) {
    DeviceTokenEvent event = Events.event(type, user, device, address, at);
    return type == DeviceTokenEventType.REFRESHED
        ? DeviceTokenEvent.newBuilder(event)
            .setPreviousAddressType(AddressType.TOKEN)
            .setPreviousAddressValue(previous)
            .build()
        : event;
  }

  /** What failed, in words: the records themselves show no names. */
  private static String words(List<List<DeviceTokenEvent>> rounds) {
    return rounds.stream()
        .map(round ->
            round.stream()
                .map(event ->
                    "%s %s %s %s instead of %s at %s"
                        .formatted(
                            event.getEventType(),
                            event.getUserId(),
                            event.getDeviceId(),
                            event.getAddressValue(),
                            event.getPreviousAddressValue(),
                            event.getOccurredAt()))
                .collect(joining("\n")))
        .collect(joining("\n--\n"));
  }

  private static DeviceTokenEvent evicted(UserDevice device) {
    return DeviceTokenEvent.newBuilder(
            Events.event(
                DeviceTokenEventType.EVICTED, device.getUserId(), device.getDeviceId(), null, 0))
        .setRegistration(device.getRegistration())
        .build();
  }

  private static void drain(Pipes pipes) {
    int steps = 0;
    while (pipes.step()) {
      assertThat(++steps).as("steps until nothing is on its way").isLessThan(MOST_STEPS);
    }
  }

  private static void assertEveryAddressIsHeldByItsDevice(Pipes pipes) {
    for (UserDevice device : pipes.table().values()) {
      AddressClaim claim = pipes.claim(device);
      assertThat(claim).as("claim of %s", device.getDeviceId()).isNotNull();
      assertThat(claim.getDeviceId()).isEqualTo(device.getDeviceId());
      assertThat(claim.getHolds()).isTrue();
    }
  }

  private static Set<String> rows(Map<String, UserDevice> table) {
    Set<String> rows = new TreeSet<>();
    table.forEach((_, row) ->
        rows.add(row.getUserId() + " " + row.getDeviceId() + " " + row.getAddressValue()));
    return rows;
  }

  /** Everything at once, one event after the other. */
  private static final class Model {

    private record Row(String user, String address, Instant refreshedAt) {}

    private final Map<String, Row> devices = new HashMap<>();
    private final boolean endsWhenRefused;

    Model(boolean endsWhenRefused) {
      this.endsWhenRefused = endsWhenRefused;
    }

    void apply(DeviceTokenEvent event) {
      String device = event.getDeviceId();
      String address = String.valueOf(event.getAddressValue());
      Row row = devices.get(device);
      switch (event.getEventType()) {
        case REGISTERED, REFRESHED -> {
          devices
              .entrySet()
              .removeIf(other ->
                  other.getValue().address().equals(address)
                      || other.getValue().address().equals(event.getPreviousAddressValue()));
          devices.put(device, new Row(event.getUserId(), address, event.getOccurredAt()));
        }
        case REMOVED -> {
          if (row != null && row.user().equals(event.getUserId())) {
            devices.remove(device);
          }
        }
        case RETIRED -> endFailing(device, row, event);
        case ADDRESS_REFUSED -> {
          if (endsWhenRefused) {
            endFailing(device, row, event);
          }
        }
        case DISPLACED, EVICTED, UNKNOWN -> throw new AssertionError("nobody outside says so");
      }
    }

    private void endFailing(String device, @Nullable Row row, DeviceTokenEvent event) {
      if (row != null
          && row.address().equals(event.getAddressValue())
          && !row.refreshedAt().isAfter(event.getOccurredAt())) {
        devices.remove(device);
      }
    }

    void evict(String device) {
      devices.remove(device);
    }

    Set<String> rows() {
      Set<String> rows = new TreeSet<>();
      devices.forEach((device, row) -> rows.add(row.user() + " " + device + " " + row.address()));
      return rows;
    }
  }
}
