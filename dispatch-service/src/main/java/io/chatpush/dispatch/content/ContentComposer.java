package io.chatpush.dispatch.content;

import io.chatpush.apps.App.Privacy;
import io.chatpush.apps.EventSettings;
import io.chatpush.apps.EventSettings.Display;
import io.chatpush.dispatch.content.Composition.Composed;
import io.chatpush.dispatch.content.Composition.DataTooLarge;
import io.chatpush.dispatch.content.Composition.OptionRefused;
import io.chatpush.dispatch.content.Composition.ReservedKey;
import io.chatpush.dispatch.push.PayloadRenderer;
import io.chatpush.dispatch.push.PushContent;
import io.chatpush.dispatch.push.PushOptions;
import io.chatpush.dispatch.push.TextSplice;
import io.chatpush.dispatch.text.Text;
import io.chatpush.dispatch.text.Variant;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.Platform;
import io.chatpush.events.RenderedContent;
import io.chatpush.rules.ReservedKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says in a title, a text and data what happened in a chat, within FCM's limit. Only title and text
 * are shortened, the text first: data cut in two is of no use to an app. Thread-safe.
 *
 * <p>The app gets this data:
 *
 * <table>
 *   <caption>Keys of the data</caption>
 *   <tr><th>key</th><th>value</th></tr>
 *   <tr><td>{@code message_id}, {@code channel_id}</td><td>ids of the event</td></tr>
 *   <tr><td>{@code event_type}</td><td>a name of {@link ChatEventType}</td></tr>
 *   <tr><td>{@code custom_type}</td><td>with event_type CUSTOM: the app's own name *</td></tr>
 *   <tr><td>{@code sender_id}</td><td>the user who caused the event *</td></tr>
 *   <tr><td>{@code sent_at}</td><td>milliseconds since 1970</td></tr>
 *   <tr><td>{@code sequence}</td><td>a decimal number; the later event of a channel has the larger
 *       one, as long as the topic keeps its number of partitions. It has gaps, and the same event
 *       has the same number if it is read again</td></tr>
 *   <tr><td>{@code push_id}</td><td>the same at each attempt of the same push</td></tr>
 *   <tr><td>{@code link}</td><td>the page or screen to open, if there is one *</td></tr>
 *   <tr><td>{@code image}</td><td>only where the app shows the push itself, if there is one *</td></tr>
 *   <tr><td>{@code title}, {@code body}</td><td>if the app wants the text in the data</td></tr>
 *   <tr><td>all others</td><td>the event's own data *</td></tr>
 * </table>
 *
 * Those marked * are left out for an app with {@link Privacy#IDS_ONLY}. All these names are
 * chatpush's: an event's datum of such a name gives way, so that an app can rely on what it reads
 * there.
 */
public final class ContentComposer {

  private final PayloadRenderer renderer;

  /** Creates a composer whose pushes are rendered by that renderer. */
  public ContentComposer(PayloadRenderer renderer) {
    this.renderer = renderer;
  }

  /**
   * Composes the push of an event; the same arguments always give the same.
   *
   * @param event of a known type
   * @param settings of the app for the type of the event
   * @param privacy of the app
   * @param words of the push in the default language of the app
   * @param sequence grows from event to event of a channel
   * @param expiresAt after this moment nobody wants the push
   */
  public Composition compose(
      ChatMessageEvent event,
      EventSettings settings,
      Privacy privacy,
      Variant words,
      long sequence,
      Instant expiresAt) {
    String reserved = ReservedKeys.first(event.getData().keySet());
    if (reserved != null) {
      return new ReservedKey(reserved);
    }
    EventOptions own = new EventOptions(event, settings, privacy);
    OptionRefused refused = own.refused();
    if (refused != null) {
      return refused;
    }
    PushOptions options = own.effective();
    OptionRefused refusedLink = EventOptions.refusedLink(options);
    if (refusedLink != null) {
      return refusedLink;
    }
    EventVariables facts = EventVariables.of(event, settings, privacy);
    Text text = words.text(facts);
    PushContent content =
        new PushContent(
            text.title(),
            text.body(),
            text.locale(),
            data(event, options, privacy, sequence),
            options,
            expiresAt);
    List<RenderedContent> rendered = new ArrayList<>(PayloadRenderer.PLATFORMS.size());
    for (Platform platform : PayloadRenderer.PLATFORMS) {
      rendered.add(renderer.render(content, platform));
    }
    DataTooLarge tooLarge = tooLarge(rendered);
    return tooLarge == null ? new Composed(content, rendered, facts.facts()) : tooLarge;
  }

  private static @Nullable DataTooLarge tooLarge(List<RenderedContent> rendered) {
    DataTooLarge largest = null;
    for (RenderedContent content : rendered) {
      int bytes = TextSplice.FCM_LIMIT - TextSplice.room(content);
      int limit = TextSplice.FCM_LIMIT - TextSplice.LEAST_TEXT * TextSplice.places(content);
      if (bytes > limit && (largest == null || bytes > largest.bytes())) {
        largest = new DataTooLarge(bytes, limit);
      }
    }
    return largest;
  }

  private static SortedMap<String, String> data(
      ChatMessageEvent event, PushOptions options, Privacy privacy, long sequence) {
    SortedMap<String, String> data = new TreeMap<>();
    if (privacy == Privacy.FULL) {
      data.putAll(event.getData());
      data.put("sender_id", event.getSenderId());
      put(data, "link", options.link());
      if (options.display() == Display.DATA_ONLY) {
        put(data, "image", options.image());
      }
      if (event.getEventType() == ChatEventType.CUSTOM) {
        put(data, "custom_type", event.getCustomType());
      }
    }
    data.put("message_id", event.getMessageId());
    data.put("channel_id", event.getChannelId());
    data.put("event_type", event.getEventType().name());
    data.put("sent_at", Long.toString(event.getSentAt().toEpochMilli()));
    data.put("sequence", Long.toString(sequence));
    return data;
  }

  private static void put(SortedMap<String, String> data, String key, @Nullable String value) {
    if (value != null) {
      data.put(key, value);
    }
  }
}
