package io.chatpush.fcm.simulator.http;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The few kinds of ASN.1 value an X.509 certificate is made of, in DER (ITU-T X.690). */
final class Der {

  private static final DateTimeFormatter GENERALIZED_TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return value(0x30, join(parts));
  }

  static byte[] set(byte[]... parts) {
    return value(0x31, join(parts));
  }

  static byte[] integer(BigInteger number) {
    return value(0x02, number.toByteArray());
  }

  static byte[] bool(boolean truth) {
    return value(0x01, new byte[] {(byte) (truth ? 0xff : 0)});
  }

  static byte[] utf8(String text) {
    return value(0x0c, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] octets(byte[] bytes) {
    return value(0x04, bytes);
  }

  static byte[] bits(byte[] bytes) {
    return value(0x03, join(new byte[] {0}, bytes));
  }

  static byte[] time(Instant instant) {
    return value(0x18, GENERALIZED_TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
  }

  static byte[] oid(int... arcs) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(arcs[0] * 40 + arcs[1]);
    for (int i = 2; i < arcs.length; i++) {
      int groups = Math.max(1, (38 - Integer.numberOfLeadingZeros(arcs[i])) / 7);
      for (int g = groups - 1; g >= 0; g--) {
        out.write(((arcs[i] >>> (7 * g)) & 0x7f) | (g > 0 ? 0x80 : 0));
      }
    }
    return value(0x06, out.toByteArray());
  }

  /** Any value by its tag; lengths up to 65,535. */
  static byte[] value(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 4);
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else if (content.length < 0x100) {
      out.write(0x81);
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >>> 8);
      out.write(content.length & 0xff);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
