package io.chatpush.token.ownership;

import io.chatpush.events.AddressClaim;
import io.chatpush.events.DeviceOwner;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.UserDevice;
import io.chatpush.schemas.RecordKeys;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The three stages and what lies between them, as Kafka would have it: partitions keep their order,
 * and so do the records that one partition sends to another, but nothing else does. What moves next
 * is chance.
 */
final class Pipes {

  private static final int PARTITIONS = 2;

  /** A record of {@code push.device-token-events}. */
  private record Taken(DeviceTokenEvent event, long takenAt) {}

  private record Sent(String key, AddressClaim claim) {}

  private final Random chance;
  private final List<Deque<Taken>> events = queues(PARTITIONS);
  private final long[] offsets = new long[PARTITIONS];

  /** From a partition of devices to one of addresses, and back. */
  private final List<Deque<Sent>> claimsOnTheirWay = queues(PARTITIONS * PARTITIONS);

  private final List<Deque<DeviceTokenEvent>> wordsOnTheirWay = queues(PARTITIONS * PARTITIONS);

  /** By device id and user. */
  private final Map<String, Map<String, DeviceOwner>> owners = new HashMap<>();

  private final Map<String, AddressClaim> claims = new HashMap<>();
  private final Map<String, UserDevice> table = new HashMap<>();

  private final RefusalLimit refusals;
  private final int mostOthers;

  private long now;

  /**
   * @param mostOthers how many other users of a device id are looked at for the same address
   */
  Pipes(Random chance, RefusalLimit refusals, int mostOthers) {
    this.chance = chance;
    this.refusals = refusals;
    this.mostOthers = mostOthers;
  }

  /** The broker takes an event, later than all it has taken before. */
  void take(DeviceTokenEvent event) {
    now += 1 + chance.nextInt(3);
    append(event);
  }

  /** One thing happens somewhere; false if nothing is left to happen. */
  boolean step() {
    List<Runnable> possible = new ArrayList<>();
    for (int i = 0; i < PARTITIONS; i++) {
      int partition = i;
      if (!events.get(i).isEmpty()) {
        possible.add(() -> ownership(partition));
      }
    }
    for (int i = 0; i < PARTITIONS * PARTITIONS; i++) {
      int from = i / PARTITIONS;
      int to = i % PARTITIONS;
      if (!claimsOnTheirWay.get(i).isEmpty()) {
        Sent next = claimsOnTheirWay.get(i).peek();
        possible.add(() -> {
          var _ = claimsOnTheirWay.get(from * PARTITIONS + to).poll();
          addresses(to, next);
        });
      }
      if (!wordsOnTheirWay.get(i).isEmpty()) {
        DeviceTokenEvent next = wordsOnTheirWay.get(i).peek();
        possible.add(() -> {
          var _ = wordsOnTheirWay.get(from * PARTITIONS + to).poll();
          append(next);
        });
      }
    }
    if (possible.isEmpty()) {
      return false;
    }
    possible.get(chance.nextInt(possible.size())).run();
    return true;
  }

  /** {@code push.user-devices} as it stands. */
  Map<String, UserDevice> table() {
    return table;
  }

  /** Who has an address, by what is known of it. */
  @Nullable AddressClaim claim(UserDevice device) {
    return claims.get(
        AddressKeys.of(device.getAddressType(), String.valueOf(device.getAddressValue())));
  }

  private void append(DeviceTokenEvent event) {
    events.get(partition(event.getDeviceId())).add(new Taken(event, now));
  }

  private void ownership(int partition) {
    Taken taken = events.get(partition).remove();
    String device = taken.event().getDeviceId();
    Map<String, DeviceOwner> registered = owners.computeIfAbsent(device, _ -> new TreeMap<>());
    String user = taken.event().getUserId();
    OwnershipChange change =
        DeviceOwnership.after(
            registered.get(user),
            () ->
                registered.values().stream()
                    .filter(owner -> !owner.getUserId().equals(user))
                    .limit(mostOthers)
                    .toList(),
            taken.event(),
            offsets[partition]++,
            taken.takenAt(),
            refusals);
    if (change.owner() == null) {
      registered.remove(user);
    } else {
      registered.put(user, change.owner());
    }
    change.ended().forEach(registered::remove);
    for (OwnershipChange.Row row : change.rows()) {
      String key = RecordKeys.userDevice("demo", row.userId(), device);
      if (row.device() == null) {
        table.remove(key);
      } else {
        table.put(key, row.device());
      }
    }
    for (OwnershipChange.Claim claim : change.claims()) {
      int to = partition(claim.addressKey());
      claimsOnTheirWay
          .get(partition * PARTITIONS + to)
          .add(new Sent(claim.addressKey(), claim.claim()));
    }
  }

  private void addresses(int partition, Sent sent) {
    AddressClaims.Decision decision = AddressClaims.after(claims.get(sent.key()), sent.claim());
    claims.put(sent.key(), decision.claim());
    DeviceTokenEvent displaced = decision.displaced();
    if (displaced != null) {
      wordsOnTheirWay
          .get(partition * PARTITIONS + partition(displaced.getDeviceId()))
          .add(displaced);
    }
  }

  private static int partition(String key) {
    return Math.floorMod(key.hashCode(), PARTITIONS);
  }

  private static <T> List<Deque<T>> queues(int count) {
    List<Deque<T>> queues = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      queues.add(new ArrayDeque<>());
    }
    return queues;
  }
}
