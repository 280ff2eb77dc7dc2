package io.chatpush.dispatch.fcm.message;

import io.chatpush.dispatch.push.PushContent;

/** The keys of the data that rendering adds to those of the content, which give way. */
final class DataKeys {

  /** The key under which the app finds the push id. */
  static final String PUSH_ID = "push_id";

  /** The keys under which an app that wants the text in the data finds it. */
  static final String TITLE = "title";

  static final String BODY = "body";

  private DataKeys() {}

  /** Whether rendering writes the key itself. */
  static boolean isRenderers(String key, boolean textInData) {
    return key.equals(PUSH_ID) || (textInData && (key.equals(TITLE) || key.equals(BODY)));
  }

  /** Whether the content has data besides what rendering adds. */
  static boolean hasOthers(PushContent content) {
    boolean textInData = content.options().textInData();
    for (String key : content.data().keySet()) {
      if (!isRenderers(key, textInData)) {
        return true;
      }
    }
    return false;
  }
}
