package io.chatpush.apps;

import io.chatpush.events.ChatEventType;
import io.chatpush.events.Platform;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * The settings of one app as they are in effect: what its file says, above the defaults of the
 * product.
 *
 * @param id as chat events and the paths of the HTTP API name it
 * @param firebase where its pushes go; {@code null} where a service knows no more of the app than
 *     its id
 * @param platforms of the devices that may register
 * @param origins of the web pages that may register, as {@code https://chat.example.com}
 * @param locale of the texts for a device whose own locale has none, a BCP 47 tag
 * @param privacy how much of a chat message its pushes contain
 * @param limits what the app may cause
 * @param eventTypes the settings of each type that a chat system can name, except CUSTOM
 * @param customTypes the settings of the app's own types, by name; events of type CUSTOM
 */
public record App(
    String id,
    @Nullable Firebase firebase,
    Set<Platform> platforms,
    Set<String> origins,
    String locale,
    Privacy privacy,
    Limits limits,
    Map<ChatEventType, EventSettings> eventTypes,
    Map<String, EventSettings> customTypes) {

  /** How much of a chat message the pushes of an app contain. */
  public enum Privacy {
    /** Names, the text, and the data of the chat event. */
    FULL,

    /** A fixed sentence and the ids of message and channel: no sender, no text, no data. */
    IDS_ONLY
  }

  /**
   * Where the pushes of an app go, and with whose permission.
   *
   * @param project the id of the Firebase project, which several apps may share
   * @param credentials path of the JSON key file of a service account of the project
   * @param quotaPerMinute messages that FCM takes from the project in a minute, at least 60
   */
  public record Firebase(String project, String credentials, long quotaPerMinute) {}

  /**
   * What an app may cause; {@code null} means that the limit for all apps applies, zero that the
   * app has no limit.
   *
   * @param eventsPerSecond chat events that lead to pushes
   * @param recipientsPerSecond recipients of these events
   * @param bytesPerSecond bytes of these events as Kafka keeps them
   */
  public record Limits(
      @Nullable Integer eventsPerSecond,
      @Nullable Integer recipientsPerSecond,
      @Nullable DataSize bytesPerSecond) {

    /** The limits for all apps apply. */
    public static final Limits AS_FOR_ALL = new Limits(null, null, null);
  }

  public App {
    platforms = Set.copyOf(platforms);
    origins = Set.copyOf(origins);
    eventTypes = Map.copyOf(eventTypes);
    customTypes = Map.copyOf(customTypes);
  }

  /**
   * Returns the settings of a type of event; {@code null} if the app has none, which means that the
   * type is off.
   *
   * @param customType the name of the app's own type; only with {@link ChatEventType#CUSTOM}
   */
  public @Nullable EventSettings settings(ChatEventType type, @Nullable String customType) {
    if (type == ChatEventType.CUSTOM) {
      return customType == null ? null : customTypes.get(customType);
    }
    return eventTypes.get(type);
  }
}
