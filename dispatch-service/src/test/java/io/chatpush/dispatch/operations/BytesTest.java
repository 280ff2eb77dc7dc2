package io.chatpush.dispatch.operations;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BytesTest {

  @Test
  void findsATextInItsUtf8() {
    assertThat(new Bytes("sküm").areIn("a sküm b".getBytes(UTF_8))).isTrue();
    assertThat(new Bytes("sküm").areIn("a skum b".getBytes(UTF_8))).isFalse();
    assertThat(new Bytes("x").areIn(null)).isFalse();
  }

  @Test
  void findsATextOfWhichSomeBytesAreNotUtf8() {
    byte[] record = "message-\u00ff1".getBytes(ISO_8859_1);
    String asItIsRead = new String(record, UTF_8);

    assertThat(asItIsRead).contains("\ufffd");
    assertThat(new Bytes(asItIsRead).areIn(record)).isTrue();
    assertThat(new Bytes("\ufffd").areIn(record)).isTrue();
  }
}
