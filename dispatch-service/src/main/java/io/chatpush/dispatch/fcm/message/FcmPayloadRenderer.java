package io.chatpush.dispatch.fcm.message;

import com.google.api.client.json.gson.GsonFactory;
import io.chatpush.dispatch.push.PayloadRenderer;
import io.chatpush.dispatch.push.PushContent;
import io.chatpush.dispatch.push.PushOptions;
import io.chatpush.dispatch.push.TextSplice;
import io.chatpush.events.Platform;
import io.chatpush.events.RenderedContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Renders with the model of firebase-admin, so that the words and their spelling are Google's. The
 * model writes one message for each platform and each set of options that are present; what differs
 * from push to push is inserted into its bytes. {@link MessageModel} says which option goes where.
 *
 * @see <a href="https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages">FCM:
 *     Message</a>
 */
public final class FcmPayloadRenderer implements PayloadRenderer {

  /**
   * An app has a few sets of options for each type of event. If events combine theirs in more ways
   * than this, all are written anew.
   */
  private static final int MOST_SKELETONS = 1_000;

  /**
   * What decides the form of a message.
   *
   * @param options with placeholders for all values of the push
   * @param hasData whether the data has more than what rendering adds
   */
  private record Form(PushOptions options, Platform platform, boolean hasData) {}

  private final Placeholders placeholders = Placeholders.random();
  private final MessageModel model = new MessageModel(placeholders);
  private final Map<Form, Skeleton> skeletons = new ConcurrentHashMap<>();

  @Override
  public RenderedContent render(PushContent content, Platform platform) {
    Form form =
        new Form(placeholders.inPlaceOf(content.options()), platform, DataKeys.hasOthers(content));
    Skeleton skeleton = skeletons.get(form);
    if (skeleton == null) {
      skeleton = write(form);
      if (skeletons.size() >= MOST_SKELETONS) {
        skeletons.clear();
      }
      skeletons.put(form, skeleton);
    }
    return TextSplice.with(
        skeleton.fill(content, platform), content.title(), content.body(), content.locale());
  }

  private Skeleton write(Form form) {
    try {
      return placeholders.cutOut(
          GsonFactory.getDefaultInstance()
              .toByteArray(model.message(form.options(), form.platform(), form.hasData())));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
  }
}
