package io.chatpush.fcm.simulator.fcm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.chatpush.fcm.simulator.http.Reply;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names of messages in the form FCM gives them, such as {@code
 * 0:1500415314455276%31bd1c9631bd1c96}: microseconds since the epoch and 16 hexadecimal digits. No
 * two are equal.
 */
public final class MessageNames {

  private static final HexFormat HEX = HexFormat.of();

  private final AtomicLong next;

  public MessageNames(InstantSource clock) {
    Instant now = clock.instant();
    this.next = new AtomicLong(now.getEpochSecond() * 1_000_000 + now.getNano() / 1000);
  }

  String next() {
    long micros = next.getAndIncrement();
    return "0:" + micros + '%' + HEX.toHexDigits(micros * 0x9e3779b97f4a7c15L);
  }

  /** FCM's answer to a message it accepts. Project and name are ASCII. */
  static Reply reply(String project, String name) {
    return Reply.json(
        200,
        ("{\n  \"name\": \"projects/" + project + "/messages/" + name + "\"\n}\n")
            .getBytes(ISO_8859_1));
  }
}
