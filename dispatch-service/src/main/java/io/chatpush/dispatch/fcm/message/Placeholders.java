package io.chatpush.dispatch.fcm.message;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.chatpush.events.Platform;
import io.chatpush.events.RenderedContent;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Stand in a rendered message for what is the device's own, to be found again in its bytes. They
 * are drawn at random for each process and never leave it, so no text of a user can contain one.
 */
final class Placeholders {

  /** Stands in the result where a push id goes, so that the same content gives the same bytes. */
  private static final byte[] NO_PUSH_ID = new UUID(0, 0).toString().getBytes(US_ASCII);

  private final String target = UUID.randomUUID().toString();
  private final String pushId = UUID.randomUUID().toString();
  private final String webTtl = UUID.randomUUID().toString();
  private final long androidTtlSeconds;

  private final byte[] targetMember;
  private final byte[] pushIdBytes;
  private final byte[] webTtlBytes;
  private final byte[] androidTtlBytes;

  private Placeholders(long androidTtlSeconds) {
    this.androidTtlSeconds = androidTtlSeconds;
    // Members are in alphabetical order and a notification is always there, hence the comma.
    targetMember = ("\"fid\":\"" + target + "\",").getBytes(US_ASCII);
    pushIdBytes = pushId.getBytes(US_ASCII);
    webTtlBytes = webTtl.getBytes(US_ASCII);
    // As the model formats it: in the digits of the default locale.
    androidTtlBytes = "%d".formatted(androidTtlSeconds).getBytes(UTF_8);
  }

  static Placeholders random() {
    // 50 bits, 16 digits of seconds: as many as still fit a long in milliseconds.
    return new Placeholders(new SecureRandom().nextLong(1L << 52, 1L << 53));
  }

  String target() {
    return target;
  }

  String pushId() {
    return pushId;
  }

  String webTtl() {
    return webTtl;
  }

  long androidTtlMillis() {
    return androidTtlSeconds * 1000;
  }

  /** Takes the placeholders out of a message and notes where they stood. */
  RenderedContent cutOut(byte[] json, Platform platform) {
    byte[] targetless = without(json, targetMember, requiredIndex(json, targetMember));
    int ttlOffset = -1;
    byte[] ttlless = targetless;
    for (byte[] ttl : List.of(androidTtlBytes, webTtlBytes)) {
      int at = indexOf(targetless, ttl, 0);
      if (at >= 0) {
        ttlOffset = at;
        ttlless = without(targetless, ttl, at);
      }
    }
    List<Integer> pushIdOffsets = new ArrayList<>(2);
    for (int at = indexOf(ttlless, pushIdBytes, 0);
        at >= 0;
        at = indexOf(ttlless, pushIdBytes, at + pushIdBytes.length)) {
      System.arraycopy(NO_PUSH_ID, 0, ttlless, at, NO_PUSH_ID.length);
      pushIdOffsets.add(at);
    }
    return new RenderedContent(platform, ByteBuffer.wrap(ttlless), pushIdOffsets, ttlOffset);
  }

  private static int requiredIndex(byte[] json, byte[] wanted) {
    int at = indexOf(json, wanted, 0);
    if (at < 0) {
      throw new IllegalStateException("firebase-admin writes a message in a form unknown here");
    }
    return at;
  }

  private static byte[] without(byte[] json, byte[] cut, int at) {
    byte[] rest = new byte[json.length - cut.length];
    System.arraycopy(json, 0, rest, 0, at);
    System.arraycopy(json, at + cut.length, rest, at, rest.length - at);
    return rest;
  }

  private static int indexOf(byte[] in, byte[] wanted, int from) {
    for (int i = from; i <= in.length - wanted.length; i++) {
      if (in[i] == wanted[0] && Arrays.equals(in, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }
}
