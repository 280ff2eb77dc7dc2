package io.chatpush.dispatch.text;

import org.jspecify.annotations.Nullable;

/**
 * An app's own templates for one type of event in one language. Where one of the two is missing,
 * the text that chatpush is shipped with is used for it.
 */
public record OwnText(@Nullable String title, @Nullable String body) {

  public OwnText {
    if (title == null && body == null) {
      throw new IllegalArgumentException("A text of an app has neither a title nor a body");
    }
  }
}
