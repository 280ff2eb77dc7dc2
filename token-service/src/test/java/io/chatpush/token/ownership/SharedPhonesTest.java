package io.chatpush.token.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.AddressType;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.UserDevice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * Three people share three phones: they sign in, sign out with and without a network, reinstall the
 * app, restore it from a backup of another phone, and FCM gives out new addresses. An address that
 * FCM has replaced is dead: a push to it reaches no phone, and FCM says so at the next push.
 */
class SharedPhonesTest {

  private static final List<String> PEOPLE = List.of("maya", "noor", "ola");
  private static final int PHONES = 3;
  private static final int ACTIONS = 40;
  private static final int MOST_STEPS = 100_000;

  @Property(tries = 5_000)
  void whoSignedInLastReceivesThePushesAndNobodyBeforeThem(@ForAll long seed) {
    World world = new World(new Random(seed));
    for (int i = 0; i < ACTIONS; i++) {
      String action = world.act();
      world.drain();
      world.check("%s, action %d: %s".formatted(seed, i, action));
    }
  }

  private static final class Phone {
    String deviceId;
    String address;
    @Nullable String user;

    Phone(String deviceId, String address) {
      this.deviceId = deviceId;
      this.address = address;
    }
  }

  private record Installation(String user, String deviceId) {}

  private static final class World {
    private final Random chance;
    private final Pipes pipes;
    private final List<Phone> phones = new ArrayList<>();
    private final Set<String> dead = new HashSet<>();

    /** The address of the last registration under a user's device id. */
    private final Map<Installation, String> registered = new HashMap<>();

    private int fresh;
    private long second;

    World(Random chance) {
      this.chance = chance;
      pipes = new Pipes(chance, new RefusalLimit(1, Duration.ofMillis(1)), chance.nextInt(3));
      for (int i = 0; i < PHONES; i++) {
        phones.add(new Phone("installation-" + fresh++, "address-" + fresh++));
      }
    }

    String act() {
      second++;
      Phone phone = phones.get(chance.nextInt(PHONES));
      return switch (chance.nextInt(8)) {
        case 0, 1 -> {
          phone.user = PEOPLE.get(chance.nextInt(PEOPLE.size()));
          register(phone, null);
          yield "sign-in";
        }
        case 2 -> {
          signOut(phone);
          yield "sign-out";
        }
        case 3 -> {
          signOut(phone);
          newAddress(phone);
          yield "sign-out with a new address";
        }
        case 4 -> {
          phone.user = null;
          phone.deviceId = "installation-" + fresh++;
          newAddress(phone);
          yield "reinstallation";
        }
        case 5 -> {
          phone.user = null;
          phone.deviceId = phones.get(chance.nextInt(PHONES)).deviceId;
          newAddress(phone);
          yield "restore from a backup";
        }
        case 6 -> {
          String before = phone.address;
          if (chance.nextBoolean()) {
            newAddress(phone);
          }
          if (phone.user != null) {
            register(phone, chance.nextBoolean() ? before : null);
          }
          yield "start of the app";
        }
        default -> {
          push(PEOPLE.get(chance.nextInt(PEOPLE.size())));
          yield "push";
        }
      };
    }

    private void signOut(Phone phone) {
      if (phone.user != null && chance.nextBoolean()) {
        pipes.take(Events.removed(phone.user, phone.deviceId, second));
        registered.remove(new Installation(phone.user, phone.deviceId));
      }
      phone.user = null;
    }

    private void newAddress(Phone phone) {
      dead.add(phone.address);
      phone.address = "address-" + fresh++;
    }

    private void register(Phone phone, @Nullable String previous) {
      String user = String.valueOf(phone.user);
      DeviceTokenEvent event =
          previous == null
              ? Events.registered(user, phone.deviceId, phone.address, second)
              : DeviceTokenEvent.newBuilder(
                      Events.refreshed(user, phone.deviceId, phone.address, second))
                  .setPreviousAddressType(AddressType.TOKEN)
                  .setPreviousAddressValue(previous)
                  .build();
      registered.values().removeIf(address -> address.equals(phone.address));
      registered.put(new Installation(user, phone.deviceId), phone.address);
      pipes.take(event);
    }

    /** FCM answers for each address of the user. */
    private void push(String user) {
      for (UserDevice device : List.copyOf(pipes.table().values())) {
        if (device.getUserId().equals(user) && dead.contains(device.getAddressValue())) {
          pipes.take(Events.retired(user, device.getDeviceId(), device.getAddressValue(), second));
        }
      }
    }

    void drain() {
      int steps = 0;
      while (pipes.step()) {
        assertThat(++steps).as("steps until nothing is on its way").isLessThan(MOST_STEPS);
      }
    }

    void check(String when) {
      for (Phone phone : phones) {
        if (phone.user == null) {
          continue;
        }
        List<String> receivers =
            pipes.table().values().stream()
                .filter(device -> device.getAddressValue().equals(phone.address))
                .map(UserDevice::getUserId)
                .toList();
        assertThat(receivers)
            .as("users whose pushes arrive at the phone of %s, %s", phone.user, when)
            .isSubsetOf(phone.user);
        if (phone.address.equals(registered.get(new Installation(phone.user, phone.deviceId)))) {
          assertThat(receivers)
              .as("users whose pushes arrive at the phone of %s, %s", phone.user, when)
              .containsExactly(phone.user);
        }
      }
    }
  }
}
