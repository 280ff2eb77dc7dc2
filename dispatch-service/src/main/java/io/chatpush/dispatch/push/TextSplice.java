package io.chatpush.dispatch.push;

import io.chatpush.events.Platform;
import io.chatpush.events.RenderedContent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Inserts title and body into a rendered payload, shortened to what FCM takes, by copying bytes.
 * The texts of a rendering are inserted in this way, and replaced by those of another locale in the
 * same way, so that both give the same bytes.
 *
 * <p>FCM and APNs take 4,096 bytes. All bytes of the request are counted, which is never less than
 * what FCM says that it counts: keys and values of the payload.
 *
 * @see <a href="https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode">FCM: limits</a>
 */
public final class TextSplice {

  /** FCM's and APNs' limit, in bytes. */
  public static final int FCM_LIMIT = 4096;

  /** The least bytes in which title and body together still say something. */
  public static final int LEAST_TEXT = 256;

  /** No platform shows more of a title. */
  static final int LONGEST_TITLE = 512;

  /**
   * The longest address, in bytes, for which a push fits even if FCM counts the address, which it
   * does not say. FCM states no limit for addresses.
   */
  public static final int LONGEST_ADDRESS = 238;

  /**
   * The bytes of a request that are neither payload nor address: <code>
   * {"message":{"token":"…",…,"validate_only":true}</code>, without the opening brace of the
   * payload.
   */
  static final int REQUEST = 44;

  /** The digits of the longest time to live, 28 days in seconds. */
  private static final int TTL_DIGITS = 7;

  /**
   * What FCM adds to the payload for APNs, such as {@code gcm.message_id}. An estimate: Google
   * documents neither names nor sizes.
   */
  private static final int ADDED_FOR_APNS = 200;

  /** The largest number of places of a text: in the notification and in the data, with reserve. */
  private static final int MOST_PLACES = 8;

  private static final byte[] NOTHING = {};

  private TextSplice() {}

  /** Returns how many times title and body are in the payload. */
  public static int places(RenderedContent content) {
    return Math.max(content.getTitleOffsets().size(), content.getBodyOffsets().size());
  }

  /**
   * Returns how many bytes title and body may take in the payload, in all places together; negative
   * if the payload is too large even without them.
   */
  public static int room(RenderedContent content) {
    int added =
        REQUEST
            + LONGEST_ADDRESS
            + (content.getTtlOffset() < 0 ? 0 : TTL_DIGITS)
            + (content.getPlatform() == Platform.IOS ? ADDED_FOR_APNS : 0);
    return FCM_LIMIT - added - (content.getPayload().limit() - texts(content));
  }

  /**
   * Returns how many of {@link #FCM_LIMIT} bytes the largest request with the content takes: with
   * the longest address and time to live, and with what FCM adds for APNs.
   */
  public static int bytes(RenderedContent content) {
    return FCM_LIMIT - room(content) + texts(content);
  }

  private static int texts(RenderedContent content) {
    return content.getTitleOffsets().size() * content.getTitleLength()
        + content.getBodyOffsets().size() * content.getBodyLength();
  }

  /**
   * Returns the content with other texts, shortened where they do not fit, the body first. Content
   * without places for texts is returned as it is.
   *
   * @param content keeps the rules that {@link #fault} checks; not changed
   * @param locale of the texts, a BCP 47 tag; empty where it is not known
   */
  public static RenderedContent with(
      RenderedContent content, String title, String body, String locale) {
    return with(content, title, body, locale, FCM_LIMIT);
  }

  /**
   * Returns the same for another limit. If the limit is too small even for texts of one character,
   * {@link #bytes} of the result is larger than the limit.
   *
   * @param limit of the whole request as {@link #bytes} counts it, at most {@link #FCM_LIMIT}
   */
  public static RenderedContent with(
      RenderedContent content, String title, String body, String locale, int limit) {
    int titles = content.getTitleOffsets().size();
    int bodies = content.getBodyOffsets().size();
    if (titles == 0 && bodies == 0) {
      return content;
    }
    int room = room(content) - (FCM_LIMIT - limit);
    byte[] newTitle =
        titles == 0 ? NOTHING : fitted(title, Math.min(LONGEST_TITLE, room / 2 / titles));
    byte[] newBody =
        bodies == 0 ? NOTHING : fitted(body, (room - titles * newTitle.length) / bodies);
    return new Splice(content, newTitle, newBody).result(locale);
  }

  private static byte[] fitted(String text, int limit) {
    return JsonText.encode(JsonText.shorten(text, Math.max(limit, 3)));
  }

  /**
   * Returns a sentence that says why texts cannot be inserted into the content; {@code null} if
   * they can.
   */
  public static @Nullable String fault(RenderedContent content) {
    int bytes = content.getPayload().limit();
    String fault =
        fault("title", content.getTitleOffsets(), content.getTitleLength(), content, bytes);
    if (fault == null) {
      fault = fault("body", content.getBodyOffsets(), content.getBodyLength(), content, bytes);
    }
    if (fault != null) {
      return fault;
    }
    for (int title : content.getTitleOffsets()) {
      for (int body : content.getBodyOffsets()) {
        if (title < body + content.getBodyLength() && body < title + content.getTitleLength()) {
          return "a content has title and body at the same place";
        }
      }
    }
    return null;
  }

  private static @Nullable String fault(
      String name, List<Integer> offsets, int length, RenderedContent content, int bytes) {
    if (offsets.size() > MOST_PLACES) {
      return "a content has %d places for its %s, at most %d are allowed"
          .formatted(offsets.size(), name, MOST_PLACES);
    }
    if (length < 0 || length > bytes) {
      return "a content has a %s of %d bytes in a payload of %d".formatted(name, length, bytes);
    }
    int free = 0;
    for (int offset : offsets) {
      if (offset < free || offset > bytes - length) {
        return "a content has no %s at offset %d".formatted(name, offset);
      }
      free = offset + length;
      for (int pushId : content.getPushIdOffsets()) {
        if (pushId < free && offset - PushId.LENGTH < pushId) {
          return "a content has a push id in its " + name;
        }
      }
      if (offset < content.getTtlOffset() && content.getTtlOffset() < free) {
        return "a content has the time to live in its " + name;
      }
    }
    return null;
  }

  /** One copy of a payload with other texts. */
  private static final class Splice {

    private final RenderedContent old;
    private final byte[] title;
    private final byte[] body;
    private final byte[] payload;
    private final List<Integer> titles;
    private final List<Integer> bodies;

    Splice(RenderedContent old, byte[] title, byte[] body) {
      this.old = old;
      this.title = title;
      this.body = body;
      titles = new ArrayList<>(old.getTitleOffsets().size());
      bodies = new ArrayList<>(old.getBodyOffsets().size());
      payload =
          new byte
              [old.getPayload().limit()
                  + old.getTitleOffsets().size() * (title.length - old.getTitleLength())
                  + old.getBodyOffsets().size() * (body.length - old.getBodyLength())];
      copy();
    }

    private void copy() {
      ByteBuffer from = old.getPayload();
      int read = 0;
      int written = 0;
      int nextTitle = 0;
      int nextBody = 0;
      while (nextTitle < old.getTitleOffsets().size() || nextBody < old.getBodyOffsets().size()) {
        int titleAt = offset(old.getTitleOffsets(), nextTitle);
        int bodyAt = offset(old.getBodyOffsets(), nextBody);
        boolean isTitle = titleAt <= bodyAt;
        int at = Math.min(titleAt, bodyAt);
        from.get(read, payload, written, at - read);
        written += at - read;
        byte[] text = isTitle ? title : body;
        System.arraycopy(text, 0, payload, written, text.length);
        if (isTitle) {
          titles.add(written);
          nextTitle++;
        } else {
          bodies.add(written);
          nextBody++;
        }
        written += text.length;
        read = at + (isTitle ? old.getTitleLength() : old.getBodyLength());
      }
      from.get(read, payload, written, payload.length - written);
    }

    private static int offset(List<Integer> offsets, int index) {
      return index < offsets.size() ? offsets.get(index) : Integer.MAX_VALUE;
    }

    RenderedContent result(String locale) {
      List<Integer> pushIds = new ArrayList<>(old.getPushIdOffsets().size());
      for (int offset : old.getPushIdOffsets()) {
        pushIds.add(moved(offset));
      }
      return new RenderedContent(
          old.getPlatform(),
          ByteBuffer.wrap(payload),
          pushIds,
          old.getTtlOffset() < 0 ? old.getTtlOffset() : moved(old.getTtlOffset()),
          titles,
          title.length,
          bodies,
          body.length,
          locale);
    }

    /** Returns where an offset outside of the texts is after the change. */
    private int moved(int offset) {
      int moved = offset;
      for (int at : old.getTitleOffsets()) {
        moved += at < offset ? title.length - old.getTitleLength() : 0;
      }
      for (int at : old.getBodyOffsets()) {
        moved += at < offset ? body.length - old.getBodyLength() : 0;
      }
      return moved;
    }
  }
}
