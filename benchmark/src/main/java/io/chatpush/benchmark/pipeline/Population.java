package io.chatpush.benchmark.pipeline;

import io.chatpush.events.AddressType;
import io.chatpush.events.Audience;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.DeviceTokenEventType;
import io.chatpush.events.MessagePriority;
import io.chatpush.events.Platform;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The people of the load: 50,000 users with two devices each, 2,000 channels of two to eight
 * recipients beside the sender, five on average, so that an event is ten pushes. The same every
 * time.
 */
public final class Population {

  /** The app whose Firebase project the local stack knows. */
  public static final String APP = "demo";

  static final int DEVICES_PER_USER = 2;

  /** Those of the app's texts, the default first. */
  private static final List<String> LOCALES = List.of("en", "de", "fr");

  /** As many as one event may name. */
  static final int ANNOUNCED_TO = 1_000;

  /** As long as a registration token is. */
  private static final int ADDRESS_LENGTH = 163;

  private static final int CHANNELS = 2_000;
  private static final int LEAST_RECIPIENTS = 2;
  private static final int MOST_RECIPIENTS = 8;
  private static final String ADDRESS_CHARACTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";

  private final int users;
  private final List<List<String>> channels;

  /**
   * @param users how many there are; 50,000 unless something small is tried
   */
  Population(int users) {
    this.users = users;
    SplittableRandom random = new SplittableRandom(20_260_101);
    channels =
        IntStream.range(0, CHANNELS)
            .mapToObj(_ -> {
              int size = random.nextInt(LEAST_RECIPIENTS, MOST_RECIPIENTS + 1);
              return random
                  .ints(0, users)
                  .distinct()
                  .limit(size)
                  .mapToObj(Population::user)
                  .toList();
            })
            .toList();
  }

  int devices() {
    return users * DEVICES_PER_USER;
  }

  /** What token-service is told of a device, from 0. */
  DeviceTokenEvent registration(int device, Instant now) {
    return DeviceTokenEvent.newBuilder()
        .setEventType(DeviceTokenEventType.REGISTERED)
        .setAppId(APP)
        .setUserId(user(device / DEVICES_PER_USER))
        .setDeviceId("device-%06d".formatted(device))
        .setAddressType(AddressType.TOKEN)
        .setAddressValue(address(device))
        .setPlatform(platform(device))
        .setLocale(LOCALES.get(device / DEVICES_PER_USER % LOCALES.size()))
        .setOccurredAt(now)
        .build();
  }

  /** The recipients of the channel in which the event of that number happens. */
  List<String> recipients(long event) {
    return channels.get(channel(event));
  }

  /** How many pushes the event of that number calls for. */
  int pushes(long event) {
    return recipients(event).size() * DEVICES_PER_USER;
  }

  /**
   * @param run makes the ids of its messages unique
   */
  ChatMessageEvent event(String run, long event, Instant sentAt) {
    int channel = channel(event);
    return message(run + "-" + event, event, sentAt)
        .setChannelId("channel-%04d".formatted(channel))
        .setChannelName("channel %04d".formatted(channel))
        .setSenderId("sender-%04d".formatted(channel))
        .setSenderName(senderName(channel))
        .setRecipients(new ArrayList<>(channels.get(channel)))
        .build();
  }

  /**
   * One event of an announcement, whose events follow one another through the users, from the first
   * again after the last.
   *
   * @param run makes the ids of its messages unique
   * @param event its number in the announcement, from 0
   */
  ChatMessageEvent announcement(String run, int event, Instant sentAt) {
    return message(announcementId(run) + event, event, sentAt)
        .setChannelId("announcements")
        .setChannelName("announcements")
        .setSenderId("announcer")
        .setSenderName("Announcer")
        .setRecipients(
            IntStream.range(0, ANNOUNCED_TO)
                .map(recipient -> (event * ANNOUNCED_TO + recipient) % users)
                .mapToObj(Population::user)
                .distinct()
                .toList())
        .build();
  }

  /** How many pushes an event of an announcement calls for. */
  int pushesOfAnnouncement() {
    return Math.min(ANNOUNCED_TO, users) * DEVICES_PER_USER;
  }

  /** What the message ids of a run's announcement begin with. */
  static String announcementId(String run) {
    return run + "-announcement-";
  }

  private static ChatMessageEvent.Builder message(String id, long event, Instant sentAt) {
    return ChatMessageEvent.newBuilder()
        .setAppId(APP)
        .setMessageId(id)
        .setEventType(ChatEventType.NEW_MESSAGE)
        .setAudience(Audience.EXPLICIT)
        .setBody(body(event))
        .setPriority(MessagePriority.HIGH)
        .setSentAt(sentAt);
  }

  /** An address as long as FCM's; the simulator accepts whatever is sent to it. */
  public static String address(int device) {
    SplittableRandom random = new SplittableRandom(device);
    StringBuilder address = new StringBuilder("benchdevice%06d:".formatted(device));
    while (address.length() < ADDRESS_LENGTH) {
      address.append(ADDRESS_CHARACTERS.charAt(random.nextInt(ADDRESS_CHARACTERS.length())));
    }
    return address.toString();
  }

  /** Half of the devices are Android's, the rest are iOS's and the web's in equal parts. */
  public static Platform platform(int device) {
    if (device % DEVICES_PER_USER == 0) {
      return Platform.ANDROID;
    }
    return device / DEVICES_PER_USER % 2 == 0 ? Platform.IOS : Platform.WEB;
  }

  /** Who is shown as the sender in a channel. */
  public static String senderName(int channel) {
    return "Sender %04d".formatted(channel);
  }

  /** What is said, some 80 characters. */
  public static String body(long event) {
    return "The delivery of order %08d has left the warehouse and should be with you by noon."
        .formatted(event);
  }

  private static String user(int number) {
    return "user-%05d".formatted(number);
  }

  private static int channel(long event) {
    // As good as chance, and known without asking in order.
    return (int) Math.floorMod((event * 0x9E3779B97F4A7C15L) >>> 11, (long) CHANNELS);
  }
}
