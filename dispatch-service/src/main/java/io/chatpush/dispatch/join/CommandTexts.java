package io.chatpush.dispatch.join;

import io.chatpush.apps.App;
import io.chatpush.apps.Apps;
import io.chatpush.dispatch.content.AppTexts;
import io.chatpush.dispatch.text.Texts;
import io.chatpush.events.Push;
import io.chatpush.events.PushCommand;
import org.jspecify.annotations.Nullable;

/** Finds the texts of a command, by the settings of its app as they are now. Thread-safe. */
final class CommandTexts {

  private final Apps.Source apps;
  private final AppTexts texts;

  CommandTexts(Apps.Source apps, AppTexts texts) {
    this.apps = apps;
    this.texts = texts;
  }

  /**
   * Returns the texts in all languages; {@code null} where the settings have no such app or type
   * any more.
   */
  @Nullable Texts of(PushCommand command) {
    Push push = command.getPush();
    App app = apps.now().of(push.getMessage().getAppId());
    if (app == null || app.settings(push.getEventType(), push.getCustomType()) == null) {
      return null;
    }
    return texts.of(app, push.getEventType(), push.getCustomType());
  }
}
