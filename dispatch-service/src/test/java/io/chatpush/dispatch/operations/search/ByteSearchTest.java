package io.chatpush.dispatch.operations.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteSearchTest {

  @Test
  void findsATextInItsUtf8() {
    assertThat(new ByteSearch("sküm").isIn("a sküm b".getBytes(UTF_8))).isTrue();
    assertThat(new ByteSearch("sküm").isIn("a skum b".getBytes(UTF_8))).isFalse();
    assertThat(new ByteSearch("x").isIn(null)).isFalse();
  }

  @Test
  void findsATextOfWhichSomeBytesAreNotUtf8() {
    byte[] record = "message-\u00ff1".getBytes(ISO_8859_1);
    String asItIsRead = new String(record, UTF_8);

    assertThat(asItIsRead).contains("\ufffd");
    assertThat(new ByteSearch(asItIsRead).isIn(record)).isTrue();
    assertThat(new ByteSearch("\ufffd").isIn(record)).isTrue();
  }
}
