package io.chatpush.dispatch.fcm.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.chatpush.dispatch.delivery.PushAttempt;
import io.chatpush.dispatch.push.PushId;
import io.chatpush.events.RenderedContent;
import java.nio.ByteBuffer;
import java.time.Duration;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Puts address, push id and time to live into a rendered payload: the body of {@code
 * messages:send}, by copying bytes.
 *
 * @see <a href="https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages/send">FCM:
 *     messages.send</a>
 */
public final class FcmRequestEncoder {

  private static final byte[] TO_TOKEN = "{\"message\":{\"token\":\"".getBytes(US_ASCII);
  private static final byte[] TO_FID = "{\"message\":{\"fid\":\"".getBytes(US_ASCII);
  private static final byte[] TO_TOPIC = "{\"message\":{\"topic\":\"".getBytes(US_ASCII);
  private static final byte[] NEXT_MEMBER = "\",".getBytes(US_ASCII);
  private static final byte[] SEND = "}".getBytes(US_ASCII);
  private static final byte[] VALIDATE = ",\"validate_only\":true}".getBytes(US_ASCII);
  private static final byte[] NO_TTL = {};

  private final byte[] end;

  /**
   * Creates an encoder.
   *
   * @param validateOnly whether FCM shall check every push and send none
   */
  public FcmRequestEncoder(boolean validateOnly) {
    end = validateOnly ? VALIDATE : SEND;
  }

  /**
   * Returns the body of the request.
   *
   * @throws IllegalArgumentException if the payload is no JSON object with members, or its time to
   *     live does not stand within it
   */
  public byte[] encode(PushAttempt attempt) {
    byte[] start =
        switch (attempt.address().type()) {
          case TOKEN, UNKNOWN -> TO_TOKEN;
          case FID -> TO_FID;
        };
    return encode(
        start,
        escaped(attempt.address().value()),
        attempt.pushId(),
        attempt.content(),
        attempt.timeToLive());
  }

  /**
   * Returns the body of a request to a topic.
   *
   * @param topic the name of the topic, without {@code /topics/}
   * @throws IllegalArgumentException as {@link #encode}
   */
  public byte[] encodeToTopic(
      String topic, PushId pushId, RenderedContent content, Duration timeToLive) {
    return encode(TO_TOPIC, escaped(topic), pushId, content, timeToLive);
  }

  private byte[] encode(
      byte[] start, byte[] address, PushId id, RenderedContent content, Duration timeToLive) {
    ByteBuffer json = content.getPayload();
    int length = json.limit();
    int ttlOffset = content.getTtlOffset();
    if (length < 3 || json.get(0) != '{' || json.get(1) != '"' || ttlOffset == 0) {
      throw new IllegalArgumentException("not a rendered payload");
    }
    byte[] ttl =
        ttlOffset < 0 ? NO_TTL : Long.toString(timeToLive.toSeconds()).getBytes(ISO_8859_1);
    int beforeTtl = ttlOffset < 0 ? length : ttlOffset;

    int targetLength = start.length + address.length + NEXT_MEMBER.length;
    byte[] request = new byte[targetLength + length - 1 + ttl.length + end.length];
    int at = append(request, 0, start);
    at = append(request, at, address);
    at = append(request, at, NEXT_MEMBER);
    // The payload's opening brace stands before the target already.
    json.get(1, request, at, beforeTtl - 1);
    at = append(request, at + beforeTtl - 1, ttl);
    json.get(beforeTtl, request, at, length - beforeTtl);
    append(request, at + length - beforeTtl, end);

    byte[] pushId = id.toString().getBytes(ISO_8859_1);
    for (int offset : content.getPushIdOffsets()) {
      int shift = targetLength - 1 + (offset < beforeTtl ? 0 : ttl.length);
      append(request, offset + shift, pushId);
    }
    return request;
  }

  private static int append(byte[] to, int at, byte[] bytes) {
    System.arraycopy(bytes, 0, to, at, bytes.length);
    return at + bytes.length;
  }

  private static byte[] escaped(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return new String(JsonStringEncoder.getInstance().quoteAsCharArray(value)).getBytes(UTF_8);
      }
    }
    return value.getBytes(ISO_8859_1);
  }
}
