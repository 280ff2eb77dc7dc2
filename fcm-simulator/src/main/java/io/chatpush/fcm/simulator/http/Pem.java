package io.chatpush.fcm.simulator.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** PEM, RFC 7468. */
public final class Pem {

  private Pem() {}

  public static String encode(String label, byte[] der) {
    byte[] newline = "\n".getBytes(StandardCharsets.US_ASCII);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder(64, newline).encodeToString(der), label);
  }

  /** The bytes of the first block, whatever its label. */
  public static byte[] decode(String pem) {
    return Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]*-----", ""));
  }
}
