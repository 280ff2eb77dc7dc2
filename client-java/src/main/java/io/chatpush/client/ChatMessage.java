package io.chatpush.client;

import io.chatpush.rules.EventLimits;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A chat event that keeps the rules of chatpush: an app with default settings gets pushes of it if
 * the type of the event is switched on. Immutable.
 *
 * <pre>{@code
 * ChatMessage.of(EventType.NEW_MESSAGE, "message-1")
 *     .inChannel("channel-1")
 *     .from("user-2")
 *     .recipients(List.of("user-1"))
 *     .body("Lunch?")
 *     .build();
 * }</pre>
 *
 * <p>The id decides the ids of the pushes: an event that is published again, also with another
 * text, replaces its pushes on the devices.
 */
public final class ChatMessage {

  private final String messageId;
  private final byte[] json;

  private ChatMessage(String messageId, byte[] json) {
    this.messageId = messageId;
    this.json = json;
  }

  /**
   * Begins an event.
   *
   * @param messageId the id of the message, unique within the app; 1 to 256 bytes of UTF-8
   */
  public static NeedsChannel of(EventType type, String messageId) {
    return channelId -> senderId -> new Builder(type, messageId, channelId, senderId);
  }

  /** An event that needs its channel. */
  public interface NeedsChannel {

    /**
     * Sets the conversation, by which devices group their notifications.
     *
     * @param channelId 1 to 256 bytes of UTF-8
     */
    NeedsSender inChannel(String channelId);
  }

  /** An event that needs its sender. */
  public interface NeedsSender {

    /**
     * Sets the user who caused the event; they get no push.
     *
     * @param senderId 1 to 256 bytes of UTF-8
     */
    Builder from(String senderId);
  }

  /** Returns the id of the message. */
  public String messageId() {
    return messageId;
  }

  /** Returns the event as JSON, in one line of UTF-8. */
  public byte[] toJson() {
    return json.clone();
  }

  /** Returns the number of bytes of {@link #toJson}. */
  int size() {
    return json.length;
  }

  /** Shows the id alone: the text is for its readers. */
  @Override
  public String toString() {
    return "ChatMessage[" + messageId + "]";
  }

  /** Collects what an event has. Used by one thread. */
  public static final class Builder {

    final EventType type;
    final String messageId;
    final String channelId;
    final String senderId;
    @Nullable String channelName;
    @Nullable String senderName;
    List<String> recipients = List.of();
    List<String> exclude = List.of();
    List<String> mentions = List.of();
    @Nullable String body;
    @Nullable String media;
    final Map<String, String> data = new LinkedHashMap<>();
    @Nullable Priority priority;
    @Nullable Instant sentAt;
    @Nullable Instant expiresAt;
    List<String> onlyDeviceIds = List.of();
    @Nullable String customType;
    int mediaCount;
    @Nullable String reaction;
    @Nullable String image;
    @Nullable String link;
    @Nullable String sound;
    @Nullable Integer badge;
    @Nullable String category;
    @Nullable String collapseKey;
    @Nullable String thread;
    @Nullable Boolean silent;
    @Nullable String analyticsLabel;

    private Builder(EventType type, String messageId, String channelId, String senderId) {
      this.type = type;
      this.messageId = messageId;
      this.channelId = channelId;
      this.senderId = senderId;
    }

    /** Sets the name of the channel, which pushes show; leave it out for a conversation of two. */
    public Builder channelName(String name) {
      channelName = WellFormed.text(name);
      return this;
    }

    /** Sets the name of the sender; without, pushes show their id. */
    public Builder senderName(String name) {
      senderName = WellFormed.text(name);
      return this;
    }

    /** Sets the users who get pushes, at most 1,000. */
    public Builder recipients(Collection<String> users) {
      recipients = List.copyOf(users);
      return this;
    }

    /** Sets users who get no push although they are among the recipients. */
    public Builder exclude(Collection<String> users) {
      exclude = users.stream().map(WellFormed::text).toList();
      return this;
    }

    /** Sets the users who are addressed by name in the message. */
    public Builder mentions(Collection<String> users) {
      mentions = users.stream().map(WellFormed::text).toList();
      return this;
    }

    /** Sets the text of the message, of any length: pushes show what fits. */
    public Builder body(String text) {
      body = WellFormed.text(text);
      return this;
    }

    /** Sets the media type of an attachment, such as {@code image/png}. */
    public Builder media(String mediaType) {
      media = WellFormed.text(mediaType);
      return this;
    }

    /** Sets the number of attachments. */
    public Builder mediaCount(int count) {
      mediaCount = count;
      return this;
    }

    /** Adds data that the app gets as it is. */
    public Builder data(String key, String value) {
      data.put(WellFormed.text(key), WellFormed.text(value));
      return this;
    }

    /** Sets the priority, instead of the one of the app's settings. */
    public Builder priority(Priority value) {
      priority = value;
      return this;
    }

    /** Sets when the event happened; without, it is the time at which it is built. */
    public Builder sentAt(Instant time) {
      sentAt = time;
      return this;
    }

    /** Sets after which moment no push is wanted: not before {@code sentAt}, 28 days at most. */
    public Builder expiresAt(Instant time) {
      expiresAt = time;
      return this;
    }

    /** Limits the pushes to devices of the one recipient, at most 25. */
    public Builder onlyDeviceIds(Collection<String> devices) {
      onlyDeviceIds = List.copyOf(devices);
      return this;
    }

    /** Sets the name of the app's own type of event; only with {@link EventType#CUSTOM}. */
    public Builder customType(String name) {
      customType = WellFormed.text(name);
      return this;
    }

    /** Sets the emoji or short text of a {@link EventType#REACTION}. */
    public Builder reaction(String emoji) {
      reaction = WellFormed.text(emoji);
      return this;
    }

    /** Sets the image that the push shows: an https URL of at most 2,000 characters. */
    public Builder image(String url) {
      image = WellFormed.text(url);
      return this;
    }

    /** Sets what a click opens: an https URL of at most 2,000 characters. */
    public Builder link(String url) {
      link = WellFormed.text(url);
      return this;
    }

    /** Sets the name of a sound of the app, or {@code default}. */
    public Builder sound(String name) {
      sound = WellFormed.text(name);
      return this;
    }

    /** Sets the number on the icon of the app, 0 or more; 0 removes it. */
    public Builder badge(int number) {
      badge = number;
      return this;
    }

    /** Sets the category of the actions that the app has registered on Apple devices. */
    public Builder category(String name) {
      category = WellFormed.text(name);
      return this;
    }

    /** Sets a key: on the device, a later push with the same key replaces an earlier one. */
    public Builder collapseKey(String key) {
      collapseKey = WellFormed.text(key);
      return this;
    }

    /** Sets what groups notifications on Apple devices, instead of the channel. */
    public Builder thread(String name) {
      thread = WellFormed.text(name);
      return this;
    }

    /** Sets whether the push makes no sound and no vibration. */
    public Builder silent(boolean value) {
      silent = value;
      return this;
    }

    /** Sets the label in FCM's reports. */
    public Builder analyticsLabel(String label) {
      analyticsLabel = WellFormed.text(label);
      return this;
    }

    /**
     * Returns the event.
     *
     * @throws IllegalArgumentException if chatpush would refuse the event. The message begins with
     *     the name of the field, as the event has it in JSON, and quotes no content
     */
    public ChatMessage build() {
      return build(Instant.now());
    }

    /** Returns the event, as {@link #build()} does at that time. */
    ChatMessage build(Instant now) {
      if (sentAt == null) {
        sentAt = now;
      }
      String fault = MessageRules.fault(this, now);
      if (fault != null) {
        throw new IllegalArgumentException(fault);
      }
      byte[] json = MessageJson.of(this);
      if (json.length > EventLimits.MAX_JSON_BYTES) {
        throw new IllegalArgumentException(
            "body and the other fields have more than 512 KB of JSON");
      }
      return new ChatMessage(messageId, json);
    }
  }
}
