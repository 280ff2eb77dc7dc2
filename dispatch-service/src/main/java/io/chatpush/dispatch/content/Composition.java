package io.chatpush.dispatch.content;

import io.chatpush.dispatch.push.PushContent;
import io.chatpush.events.EventFacts;
import io.chatpush.events.RenderedContent;
import io.chatpush.rules.ReservedKeys;
import java.util.List;

/** What came of composing a push. */
public sealed interface Composition {

  /**
   * It can be said.
   *
   * @param content what the push says, in full length
   * @param rendered the content for each platform, small enough for FCM
   * @param facts from which the same can be said in another language
   */
  record Composed(PushContent content, List<RenderedContent> rendered, EventFacts facts)
      implements Composition {

    public Composed {
      rendered = List.copyOf(rendered);
    }
  }

  /** No push can be made of this event, now or later. */
  sealed interface Refused extends Composition {

    /** The reason in one sentence, for people. It quotes nothing of the event. */
    String reason();
  }

  /**
   * What must not be shortened leaves no room for a text.
   *
   * @param bytes everything of the request except title and body, on the platform where it takes
   *     most
   * @param limit the largest number of these bytes
   */
  record DataTooLarge(int bytes, int limit) implements Refused {
    @Override
    public String reason() {
      return "data and ids take %d bytes of a push, more than %d".formatted(bytes, limit);
    }
  }

  /**
   * An option of the event has a value that FCM or a push service would refuse.
   *
   * @param field the option, as the event names it
   * @param fault the rest of the sentence, see {@link io.chatpush.rules.OptionRules}
   */
  record OptionRefused(String field, String fault) implements Refused {
    @Override
    public String reason() {
      return field + " " + fault;
    }
  }

  /**
   * The event's data has a key that FCM keeps for itself, and would refuse the push.
   *
   * @param key the first of them
   */
  record ReservedKey(String key) implements Refused {
    @Override
    public String reason() {
      return "data has " + ReservedKeys.describe(key) + ", which FCM reserves";
    }
  }
}
