package io.chatpush.dispatch.join;

import io.chatpush.dispatch.content.EventVariables;
import io.chatpush.dispatch.push.TextSplice;
import io.chatpush.dispatch.text.Text;
import io.chatpush.dispatch.text.Texts;
import io.chatpush.dispatch.text.Variables;
import io.chatpush.dispatch.text.Variant;
import io.chatpush.events.EventFacts;
import io.chatpush.events.Platform;
import io.chatpush.events.PushCommand;
import io.chatpush.events.RenderedContent;
import io.chatpush.events.UserDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What each device of a command's recipients is sent: the content of its platform, in its language.
 * The default language was written by fan-out; another one is written here, once for all devices of
 * the command that need it.
 *
 * <p>Used by one thread.
 */
final class DeviceContents {

  private final PushCommand command;
  private final @Nullable Texts texts;
  private final @Nullable Variables event;
  private final List<Written> written = new ArrayList<>(2);

  private record Written(RenderedContent base, Variant words, RenderedContent content) {}

  /**
   * @param texts of the app for the type of the event; {@code null} to leave every content in the
   *     language that it is in
   */
  DeviceContents(PushCommand command, @Nullable Texts texts) {
    this.command = command;
    this.texts = texts;
    EventFacts facts = command.getFacts();
    event = facts == null ? null : EventVariables.of(command.getPush(), facts);
  }

  /** Returns the content for a device. */
  RenderedContent of(UserDevice device) {
    if (texts == null) {
      return forPlatform(device.getPlatform(), "");
    }
    Variant words = texts.variant(device.getLocale());
    RenderedContent base = forPlatform(device.getPlatform(), words.locale());
    return event == null || words.locale().equals(base.getLocale())
        ? base
        : inWords(base, words, event);
  }

  @SuppressWarnings("ReferenceEquality") // Both are one of few objects.
  private RenderedContent inWords(RenderedContent base, Variant words, Variables facts) {
    for (Written one : written) {
      if (one.base() == base && one.words() == words) {
        return one.content();
      }
    }
    Text text = words.text(facts);
    RenderedContent content = TextSplice.with(base, text.title(), text.body(), text.locale());
    written.add(new Written(base, words, content));
    return content;
  }

  /**
   * Returns the content of the platform in that language, or else the first of the platform: the
   * contents of a command that was set aside are in the languages of its devices. A platform that
   * has none gets the first of all, which FCM takes and shows as plain text.
   */
  private RenderedContent forPlatform(Platform platform, String locale) {
    RenderedContent first = null;
    for (RenderedContent content : command.getContents()) {
      if (Objects.equals(content.getPlatform(), platform)) {
        if (content.getLocale().equals(locale)) {
          return content;
        }
        first = first == null ? content : first;
      }
    }
    return first == null ? command.getContents().getFirst() : first;
  }
}
