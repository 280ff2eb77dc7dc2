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
import net.jqwik.api.constraints.IntRange;
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
      @ForAll @IntRange(max = 2) int mostOthers,
      @ForAll boolean endsWhenRefused) {
    Random chance = new Random(seed);
    // A count that a device keeps while word of its end is on its way depends on the interleaving.
    Pipes pipes =
        new Pipes(
            chance, new RefusalLimit(endsWhenRefused ? 1 : 0, Duration.ofMillis(1)), mostOthers);
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
            model.evict(device.getUserId(), device.getDeviceId());
          });
      drain(pipes);
      assertThat(rows(pipes.table())).isEqualTo(model.rows());
    }
  }

  /**
   * One user is hostile: knows the device ids of all and the address of none but the own ones, and
   * does what the HTTP edge allows. The devices of the others are what they are without that user.
   */
  @Property(tries = 10_000)
  void whoKnowsAllDeviceIdsAndNoAddressChangesNothingOfOthers(
      @ForAll("withAHostileUser") List<DeviceTokenEvent> events,
      @ForAll long seed,
      @ForAll @IntRange(max = 2) int mostOthers) {
    RefusalLimit refusals = new RefusalLimit(1, Duration.ofMillis(1));
    Pipes withMallory = new Pipes(new Random(seed), refusals, mostOthers);
    Pipes without = new Pipes(new Random(seed), refusals, mostOthers);
    Random chance = new Random(seed);
    for (DeviceTokenEvent event : events) {
      for (int steps = chance.nextInt(6); steps > 0; steps--) {
        var _ = withMallory.step();
        var _ = without.step();
      }
      withMallory.take(event);
      if (!event.getUserId().equals(MALLORY)) {
        without.take(event);
      }
    }
    drain(withMallory);
    drain(without);

    Set<String> ofOthers = rows(withMallory.table());
    ofOthers.removeIf(row -> row.startsWith(MALLORY + " "));
    assertThat(ofOthers).as("%s", words(List.of(events))).isEqualTo(rows(without.table()));
  }

  @Provide
  Arbitrary<List<DeviceTokenEvent>> withAHostileUser() {
    Arbitrary<String> devices = Arbitraries.of("phone", "tab/let", "watch");
    Arbitrary<String> addresses = Arbitraries.of("address-1", "address-2", "address-3");
    Arbitrary<DeviceTokenEvent> ofOthers =
        Combinators.combine(
                anyType(),
                Arbitraries.of("ada", "b|o"),
                devices,
                addresses,
                addresses,
                Arbitraries.longs().between(0, 9))
            .as(OwnershipInterleavingsTest::event);
    Arbitrary<String> own = Arbitraries.of("mallorys-1", "mallorys-2", "a-guess");
    Arbitrary<DeviceTokenEvent> ofMallory =
        Combinators.combine(
                anyType(),
                Arbitraries.just(MALLORY),
                devices,
                own,
                own,
                Arbitraries.longs().between(0, 9))
            .as(OwnershipInterleavingsTest::event);
    return Arbitraries.oneOf(ofOthers, ofMallory).list().ofMaxSize(24);
  }

  private static final String MALLORY = "mallory";

  @Provide
  Arbitrary<List<List<DeviceTokenEvent>>> rounds() {
    Arbitrary<String> addresses =
        Arbitraries.of("address-1", "address-2", "address-3", "address-4");
    return Combinators.combine(
            anyType(),
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

  private static Arbitrary<DeviceTokenEventType> anyType() {
    return Arbitraries.of(
        DeviceTokenEventType.REGISTERED,
        DeviceTokenEventType.REGISTERED,
        DeviceTokenEventType.REFRESHED,
        DeviceTokenEventType.REMOVED,
        DeviceTokenEventType.RETIRED,
        DeviceTokenEventType.ADDRESS_REFUSED);
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
      assertThat(claim.getUserId()).isEqualTo(device.getUserId());
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

    private record Device(String user, String id) {}

    private record Row(String address, Instant refreshedAt) {}

    private final Map<Device, Row> devices = new HashMap<>();
    private final boolean endsWhenRefused;

    Model(boolean endsWhenRefused) {
      this.endsWhenRefused = endsWhenRefused;
    }

    void apply(DeviceTokenEvent event) {
      Device device = new Device(event.getUserId(), event.getDeviceId());
      String address = String.valueOf(event.getAddressValue());
      Row row = devices.get(device);
      switch (event.getEventType()) {
        case REGISTERED, REFRESHED -> {
          devices
              .entrySet()
              .removeIf(other ->
                  other.getValue().address().equals(address)
                      || other.getValue().address().equals(event.getPreviousAddressValue()));
          devices.put(device, new Row(address, event.getOccurredAt()));
        }
        case REMOVED -> devices.remove(device);
        case RETIRED -> endFailing(device, row, event);
        case ADDRESS_REFUSED -> {
          if (endsWhenRefused) {
            endFailing(device, row, event);
          }
        }
        case DISPLACED, EVICTED, UNKNOWN -> throw new AssertionError("nobody outside says so");
      }
    }

    private void endFailing(Device device, @Nullable Row row, DeviceTokenEvent event) {
      if (row != null
          && row.address().equals(event.getAddressValue())
          && !row.refreshedAt().isAfter(event.getOccurredAt())) {
        devices.remove(device);
      }
    }

    void evict(String user, String device) {
      devices.remove(new Device(user, device));
    }

    Set<String> rows() {
      Set<String> rows = new TreeSet<>();
      devices.forEach(
          (device, row) -> rows.add(device.user() + " " + device.id() + " " + row.address()));
      return rows;
    }
  }
}
