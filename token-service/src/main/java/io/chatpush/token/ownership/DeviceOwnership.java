package io.chatpush.token.ownership;

import io.chatpush.events.AddressClaim;
import io.chatpush.events.AddressType;
import io.chatpush.events.DeviceOwner;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.UserDevice;
import io.chatpush.streams.TolerantTimestamps;
import io.chatpush.token.device.AppId;
import io.chatpush.token.device.AppVersion;
import io.chatpush.token.device.DeviceId;
import io.chatpush.token.device.LanguageTag;
import io.chatpush.token.device.PushAddress;
import io.chatpush.token.device.TimeZoneName;
import io.chatpush.token.device.UserId;
import io.chatpush.token.ownership.OwnershipChange.Claim;
import io.chatpush.token.ownership.OwnershipChange.Result;
import io.chatpush.token.ownership.OwnershipChange.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides what an event changes about the registration of one user on one device. It has no side
 * effects.
 *
 * <ul>
 *   <li>A device id belongs to the user who registers it: two users who register the same device id
 *       have a device each. Device ids are no secrets, so the id alone gives nobody power over the
 *       registration of another user.
 *   <li>The registration of another user on the device ends if the new one proves that it is the
 *       same phone: it has the same address, or names that address as the one that it replaces.
 *       Addresses are secrets. The registration that comes last wins; the order is that of the
 *       topic and not of clocks, because several instances write it and their clocks differ.
 *   <li>Only its user can remove a registration: a logout of A that arrives after B's login takes
 *       nothing from B.
 *   <li>FCM's word that an address is dead ends the device only if that is the address it still
 *       has, and if it did not tell us so itself after the failing send began.
 *   <li>The same holds where FCM calls the address invalid, but it must say so repeatedly, see
 *       {@link RefusalLimit}. The count belongs to the address: another address clears it. The same
 *       address registered again does not, because an app registers at each start whatever its
 *       address is worth.
 *   <li>Every registration claims its address for the device, see {@link AddressClaims}. Word that
 *       another device has it since ends the device only if it has not registered since itself.
 * </ul>
 */
final class DeviceOwnership {

  /** How old the row of a device may get that repeats its registration; each write costs. */
  static final Duration ROW_AGE = Duration.ofDays(1);

  /** How far the clock of an instance may be ahead of the broker's. */
  private static final Duration MOST_AHEAD = TolerantTimestamps.MOST_AHEAD;

  private static final int LONGEST_REASON = 64;

  private DeviceOwnership() {}

  /**
   * @param current the registration of the event's user on the device, or {@code null} if there is
   *     none
   * @param others returns the registrations of other users with the same device id; asked only
   *     where they matter, since it costs a scan
   * @param event what happened to the device
   * @param offset of the event in its partition: what its registration is known by
   * @param takenAt when the broker took it, milliseconds
   * @param refusals how often FCM may call an address invalid
   */
  static OwnershipChange after(
      @Nullable DeviceOwner current,
      Supplier<List<DeviceOwner>> others,
      DeviceTokenEvent event,
      long offset,
      long takenAt,
      RefusalLimit refusals) {
    return switch (event.getEventType()) {
      case REGISTERED, REFRESHED -> register(current, others, event, offset, takenAt);
      case REMOVED -> remove(current, event);
      case RETIRED -> retire(current, event);
      case DISPLACED -> displace(current, event);
      case EVICTED -> evict(current, event);
      case ADDRESS_REFUSED -> refuse(current, event, takenAt, refusals);
      case UNKNOWN -> OwnershipChange.unchanged(Result.UNKNOWN_TYPE, current);
    };
  }

  /**
   * The device has not been heard of for too long.
   *
   * @param appId of its key
   * @param deviceId of its key
   */
  static OwnershipChange unseen(DeviceOwner current, String appId, String deviceId) {
    return end(current, appId, deviceId, Result.UNSEEN, "UNSEEN");
  }

  private static OwnershipChange register(
      @Nullable DeviceOwner current,
      Supplier<List<DeviceOwner>> others,
      DeviceTokenEvent event,
      long offset,
      long takenAt) {
    String address = event.getAddressValue();
    if (address == null || !isPossible(event, address)) {
      return OwnershipChange.unchanged(Result.IMPOSSIBLE, current);
    }
    String fingerprint = fingerprint(event);
    String replaced = previousAddressKey(event);
    long at = current == null ? takenAt : notBefore(current, takenAt);
    Instant heardAt = heardAt(event, takenAt);
    // One that replaces another address is never a mere repeat: the other may be back meanwhile.
    if (current != null && current.getFingerprint().equals(fingerprint) && replaced == null) {
      return repeat(current, event, at, heardAt);
    }
    Instant since = event.getRegisteredAt() == null ? heardAt : event.getRegisteredAt();
    String addressKey = AddressKeys.of(event.getAddressType(), address);
    List<DeviceOwner> sameId = others.get();
    List<DeviceOwner> samePhone =
        sameId.stream()
            .filter(other ->
                other.getAddressKey().equals(addressKey) || other.getAddressKey().equals(replaced))
            .toList();
    for (DeviceOwner other : samePhone) {
      at = Math.max(at, notBefore(other, takenAt));
    }
    boolean sameAddress = current != null && current.getAddressKey().equals(addressKey);
    DeviceOwner marked = sameAddress ? current : withAddress(samePhone, addressKey);
    DeviceOwner owner =
        DeviceOwner.newBuilder()
            .setUserId(event.getUserId())
            .setRegistration(offset)
            .setSeenAt(at)
            .setAddressKey(addressKey)
            .setFingerprint(fingerprint)
            .setReplacedKey(replacedKey(current, sameAddress))
            .setRegisteredAt(current != null ? current.getRegisteredAt() : since)
            .setRefreshedAt(heardAt)
            .setWrittenAt(heardAt)
            .setRefusals(marked == null ? 0 : marked.getRefusals())
            .setRefusedAt(marked == null ? 0 : marked.getRefusedAt())
            .build();
    List<Row> rows = new ArrayList<>(1 + samePhone.size());
    List<Claim> claims = new ArrayList<>(3 + samePhone.size());
    for (DeviceOwner other : samePhone) {
      rows.add(new Row(other.getUserId(), null, "OTHER_USER"));
      claims.add(claim(other, event.getAppId(), event.getDeviceId(), false));
    }
    rows.add(row(owner, event));
    claims.addAll(claims(current, owner, event));
    Result result;
    if (!samePhone.isEmpty()) {
      result = Result.MOVED;
    } else if (current == null) {
      result = sameId.isEmpty() ? Result.OWNED : Result.SAME_ID;
    } else {
      result =
          !sameAddress && current.getReplacedKey().equals(addressKey)
              ? Result.ALTERNATED
              : Result.OWNED;
    }
    return new OwnershipChange(
        result, owner, samePhone.stream().map(DeviceOwner::getUserId).toList(), rows, claims);
  }

  /**
   * When the broker took the event, but not before the registration was last seen: the clock of a
   * broker may go back when another leads the partition; a device's does not. A time that is far
   * ahead does not come from a clock, and must not stay permanently.
   */
  private static long notBefore(DeviceOwner seen, long takenAt) {
    return Math.max(takenAt, Math.min(seen.getSeenAt(), takenAt + MOST_AHEAD.toMillis()));
  }

  private static @Nullable DeviceOwner withAddress(List<DeviceOwner> owners, String addressKey) {
    return owners.stream()
        .filter(owner -> owner.getAddressKey().equals(addressKey))
        .findFirst()
        .orElse(null);
  }

  private static String replacedKey(@Nullable DeviceOwner current, boolean sameAddress) {
    if (current == null) {
      return "";
    }
    return sameAddress ? current.getReplacedKey() : current.getAddressKey();
  }

  /** Nothing is written to the topics but once a day, so that what is old can be told. */
  private static OwnershipChange repeat(
      DeviceOwner current, DeviceTokenEvent event, long at, Instant heardAt) {
    DeviceOwner.Builder seen =
        DeviceOwner.newBuilder(current).setSeenAt(at).setRefreshedAt(heardAt);
    // Either way: a clock that was ahead once must not keep the row from being written for long.
    boolean isOld = Duration.between(current.getWrittenAt(), heardAt).abs().compareTo(ROW_AGE) >= 0;
    if (!isOld) {
      return OwnershipChange.unchanged(Result.SEEN, seen.build());
    }
    DeviceOwner owner = seen.setWrittenAt(heardAt).build();
    return new OwnershipChange(
        Result.SEEN, owner, List.of(), List.of(row(owner, event)), List.of());
  }

  private static List<Claim> claims(
      @Nullable DeviceOwner before, DeviceOwner owner, DeviceTokenEvent event) {
    List<Claim> claims = new ArrayList<>(3);
    String replaced = previousAddressKey(event);
    if (before != null
        && !before.getAddressKey().equals(owner.getAddressKey())
        && !before.getAddressKey().equals(replaced)) {
      claims.add(claim(before, event.getAppId(), event.getDeviceId(), false));
    }
    if (replaced != null && !replaced.equals(owner.getAddressKey())) {
      AddressClaim none = claim(owner, event.getAppId(), event.getDeviceId(), false).claim();
      claims.add(new Claim(replaced, none));
    }
    claims.add(claim(owner, event.getAppId(), event.getDeviceId(), true));
    return claims;
  }

  private static OwnershipChange remove(@Nullable DeviceOwner current, DeviceTokenEvent event) {
    return current == null
        ? OwnershipChange.unchanged(Result.NOT_THE_OWNER, null)
        : end(current, event, Result.REMOVED);
  }

  private static OwnershipChange retire(@Nullable DeviceOwner current, DeviceTokenEvent event) {
    return current != null && hasFailingAddress(current, event)
        ? end(current, event, Result.RETIRED)
        : OwnershipChange.unchanged(Result.OTHER_ADDRESS, current);
  }

  private static OwnershipChange refuse(
      @Nullable DeviceOwner current, DeviceTokenEvent event, long takenAt, RefusalLimit limit) {
    if (current == null || !hasFailingAddress(current, event)) {
      return OwnershipChange.unchanged(Result.OTHER_ADDRESS, current);
    }
    if (limit.ignores(current, takenAt)) {
      return OwnershipChange.unchanged(Result.REFUSED, current);
    }
    int refusals = RefusalLimit.count(current, takenAt);
    if (refusals >= limit.refusals()) {
      return end(current, event, Result.RETIRED);
    }
    DeviceOwner marked =
        DeviceOwner.newBuilder(current).setRefusals(refusals).setRefusedAt(takenAt).build();
    return OwnershipChange.unchanged(Result.REFUSED, marked);
  }

  /** Whether the device still has the address that failed, and has not told it since. */
  private static boolean hasFailingAddress(DeviceOwner current, DeviceTokenEvent event) {
    String failing = event.getAddressValue();
    return failing != null
        && current.getAddressKey().equals(AddressKeys.of(event.getAddressType(), failing))
        && !current.getRefreshedAt().isAfter(event.getOccurredAt());
  }

  private static OwnershipChange displace(@Nullable DeviceOwner current, DeviceTokenEvent event) {
    if (current == null || current.getRegistration() != event.getRegistration()) {
      return OwnershipChange.unchanged(Result.OTHER_REGISTRATION, current);
    }
    if (current.getSeenAt() > event.getOccurredAt().toEpochMilli()) {
      return new OwnershipChange(
          Result.RECLAIMED,
          current,
          List.of(),
          List.of(),
          List.of(claim(current, event.getAppId(), event.getDeviceId(), true)));
    }
    return end(current, event, Result.DISPLACED);
  }

  private static OwnershipChange evict(@Nullable DeviceOwner current, DeviceTokenEvent event) {
    return current == null || current.getRegistration() != event.getRegistration()
        ? OwnershipChange.unchanged(Result.OTHER_REGISTRATION, current)
        : end(current, event, Result.EVICTED);
  }

  private static OwnershipChange end(DeviceOwner current, DeviceTokenEvent event, Result result) {
    String reason = event.getReason();
    return end(
        current,
        event.getAppId(),
        event.getDeviceId(),
        result,
        reason == null || !isCode(reason) ? result.name() : reason);
  }

  private static OwnershipChange end(
      DeviceOwner current, String appId, String deviceId, Result result, String reason) {
    return new OwnershipChange(
        result,
        null,
        List.of(),
        List.of(new Row(current.getUserId(), null, reason)),
        List.of(claim(current, appId, deviceId, false)));
  }

  /**
   * As of when the device was last seen with the address, also where it gives it up: a repeat of a
   * registration is not told by itself, and another device may have claimed the address before it.
   */
  private static Claim claim(DeviceOwner owner, String appId, String deviceId, boolean holds) {
    return new Claim(
        owner.getAddressKey(),
        AddressClaim.newBuilder()
            .setAppId(appId)
            .setUserId(owner.getUserId())
            .setDeviceId(deviceId)
            .setRegistration(owner.getRegistration())
            .setAt(owner.getSeenAt())
            .setHolds(holds)
            .build());
  }

  /** Others write the topic too, so what the HTTP edge would have refused is refused here again. */
  private static boolean isPossible(DeviceTokenEvent event, String address) {
    try {
      var _ = new AppId(event.getAppId());
      var _ = new UserId(event.getUserId());
      var _ = new DeviceId(event.getDeviceId());
      var _ = new PushAddress(event.getAddressType(), address);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static @Nullable String previousAddressKey(DeviceTokenEvent event) {
    String previous = event.getPreviousAddressValue();
    return previous == null || event.getPreviousAddressType() == AddressType.UNKNOWN
        ? null
        : AddressKeys.of(event.getPreviousAddressType(), previous);
  }

  /**
   * When the device registered. A time of the future would keep the device from ever being retired,
   * so the broker's word counts instead.
   */
  private static Instant heardAt(DeviceTokenEvent event, long takenAt) {
    Instant latest = Instant.ofEpochMilli(takenAt).plus(MOST_AHEAD);
    return event.getOccurredAt().isAfter(latest)
        ? Instant.ofEpochMilli(takenAt)
        : event.getOccurredAt();
  }

  /** Whether it is a code such as ADDRESS_MOVED: it goes into a header, which must stay small. */
  private static boolean isCode(String reason) {
    return !reason.isEmpty()
        && reason.length() <= LONGEST_REASON
        && reason.chars().allMatch(c -> c == '_' || (c < 128 && Character.isLetterOrDigit(c)));
  }

  // In the form in which the HTTP edge stores them, since others may write events, too.

  private static @Nullable String locale(@Nullable String text) {
    LanguageTag tag = text == null ? null : LanguageTag.nearest(text);
    return tag == null ? null : tag.value();
  }

  private static @Nullable String timeZone(@Nullable String text) {
    TimeZoneName zone = text == null ? null : TimeZoneName.nearest(text);
    return zone == null ? null : zone.value();
  }

  private static @Nullable String appVersion(@Nullable String text) {
    AppVersion version = text == null ? null : AppVersion.nearest(text);
    return version == null ? null : version.value();
  }

  private static String fingerprint(DeviceTokenEvent event) {
    return AddressKeys.hash(
        event.getUserId(),
        event.getAddressType().name(),
        event.getAddressValue(),
        event.getPlatform().name(),
        event.getLocale(),
        event.getTimeZone(),
        event.getAppVersion());
  }

  private static Row row(DeviceOwner owner, DeviceTokenEvent event) {
    return new Row(
        owner.getUserId(),
        UserDevice.newBuilder()
            .setAppId(event.getAppId())
            .setUserId(owner.getUserId())
            .setDeviceId(event.getDeviceId())
            .setAddressType(event.getAddressType())
            .setAddressValue(event.getAddressValue())
            .setPlatform(event.getPlatform())
            .setLocale(locale(event.getLocale()))
            .setTimeZone(timeZone(event.getTimeZone()))
            .setAppVersion(appVersion(event.getAppVersion()))
            .setRegisteredAt(owner.getRegisteredAt())
            .setRefreshedAt(owner.getRefreshedAt())
            .setRegistration(owner.getRegistration())
            .build(),
        null);
  }
}
