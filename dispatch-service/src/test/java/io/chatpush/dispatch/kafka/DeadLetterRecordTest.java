package io.chatpush.dispatch.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.Reason;
import io.chatpush.kafka.ResilientConsumer;
import io.chatpush.schemas.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.AbstractRecords;
import org.apache.kafka.common.record.RecordBatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DeadLetterRecordTest {

  private static final int MOST = 1_048_576;
  private static final SourceRecord SOURCE = new SourceRecord("chat.messages", 3, 42);
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void keepsARecordThatFitsUnchanged() {
    byte[] key = {1};
    byte[] value = new byte[1_000_000];
    DeadLetterRecord letter =
        letter(key, value, new RecordHeaders().add("trace", new byte[] {7}).add("none", null));
    assertThat(letter.key()).isSameAs(key);
    assertThat(letter.value()).isSameAs(value);
    assertThat(letter.headers().lastHeader("trace").value()).containsExactly(7);
    assertThat(letter.headers().lastHeader("none").value()).isNull();
    assertThat(letter.headers().lastHeader(DeadLetterHeaders.NOT_KEPT)).isNull();
  }

  @Test
  void leavesOutAValueThatIsTooLargeAndNamesItsDigest() {
    DeadLetterRecord letter =
        letter(new byte[] {1}, new byte[2_000_000], new RecordHeaders().add("trace", new byte[9]));
    assertThat(letter.value()).isNull();
    assertThat(letter.key()).containsExactly(1);
    assertThat(letter.headers().lastHeader("trace").value()).hasSize(9);
    assertThat(text(letter, DeadLetterHeaders.NOT_KEPT)).isEqualTo("value");
    assertThat(text(letter, DeadLetterHeaders.VALUE_BYTES)).isEqualTo("2000000");
    assertThat(text(letter, DeadLetterHeaders.VALUE_SHA256))
        .as("sha256sum of 2,000,000 zero bytes")
        .isEqualTo("13aea96040f2133033d103008d5d96cfe98b3361f7202d77bea97b2424a7a6cd");
    assertThat(text(letter, DeadLetterHeaders.SOURCE_OFFSET)).isEqualTo("42");
  }

  @Test
  void saysThatTheKafkaClientCouldNotReadTheRecord() {
    DeadLetterRecord letter =
        letter(null, null, new RecordHeaders().add(ResilientConsumer.UNREADABLE, new byte[] {'X'}));
    assertThat(text(letter, DeadLetterHeaders.NOT_KEPT)).isEqualTo("key,value");
    assertThat(text(letter, DeadLetterHeaders.DETAIL))
        .startsWith("the Kafka client cannot read the record, or one before it in its batch; ");
  }

  @Test
  void leavesOutTwentyThousandHeadersAndKeepsTheValue() {
    RecordHeaders own = new RecordHeaders();
    for (int i = 0; i < 20_000; i++) {
      own.add("header-" + i, new byte[50]);
    }
    byte[] value = {1, 2, 3};
    DeadLetterRecord letter = letter(new byte[] {1}, value, own);
    assertThat(letter.value()).isSameAs(value);
    assertThat(text(letter, DeadLetterHeaders.NOT_KEPT)).isEqualTo("headers");
    assertThat(text(letter, DeadLetterHeaders.HEADERS_COUNT)).isEqualTo("20000");
    assertThat(letter.headers().toArray()).hasSizeLessThan(20);
  }

  @Test
  void leavesOutAHugeKey() {
    DeadLetterRecord letter = letter(new byte[1_100_000], new byte[] {1}, new RecordHeaders());
    assertThat(letter.key()).isNull();
    assertThat(letter.value()).containsExactly(1);
    assertThat(text(letter, DeadLetterHeaders.NOT_KEPT)).isEqualTo("key");
    assertThat(text(letter, DeadLetterHeaders.KEY_BYTES)).isEqualTo("1100000");
  }

  @Test
  void leavesOutAllThatIsTooLargeTogether() {
    Headers own = new RecordHeaders().add("trace", new byte[1_200_000]);
    DeadLetterRecord letter = letter(new byte[1_100_000], new byte[1_300_000], own);
    assertThat(text(letter, DeadLetterHeaders.NOT_KEPT)).isEqualTo("value,headers,key");
    assertThat(letter.isStripped()).isTrue();
    assertThat(letter.bytes()).isLessThan(2_000);
  }

  @Test
  void leavesOutEverythingOfTheRecordForABrokerThatTakesLess() {
    DeadLetterRecord stripped =
        letter(new byte[] {1}, new byte[] {2}, new RecordHeaders().add("trace", new byte[1]))
            .stripped();
    assertThat(stripped.isStripped()).isTrue();
    assertThat(text(stripped, DeadLetterHeaders.REASON)).isEqualTo("UNDECODABLE");
  }

  @Test
  void countsNoLessThanTheProducerDoes() {
    for (int size = 0; size < 1_000_000; size = size * 3 + 1) {
      RecordHeaders own = new RecordHeaders();
      for (int i = 0; i < size % 97; i++) {
        own.add("\u00e4\u20ac\ud83d\ude00-" + i, i % 3 == 0 ? null : new byte[i * 11]);
      }
      DeadLetterRecord letter =
          new DeadLetterRecord(size % 2 == 0 ? null : new byte[size / 7], new byte[size], own);
      int counted =
          AbstractRecords.estimateSizeInBytesUpperBound(
              RecordBatch.CURRENT_MAGIC_VALUE,
              Compression.lz4().build().type(),
              letter.key(),
              letter.value(),
              own.toArray());
      assertThat(letter.bytes()).isBetween(counted, counted + 100 + own.toArray().length * 10);
    }
  }

  @Test
  void letsARecordForgeNoneOfOurHeaders() {
    Headers own =
        new RecordHeaders()
            .add(DeadLetterHeaders.NOT_KEPT, "value".getBytes(StandardCharsets.UTF_8))
            .add(DeadLetterHeaders.REASON, new byte[2_000_000])
            .add(DeadLetterHeaders.REDRIVE_COUNT, new byte[2_000_000])
            .add(DeadLetterHeaders.REDRIVE_COUNT, "2".getBytes(StandardCharsets.UTF_8));
    DeadLetterRecord letter = letter(new byte[0], new byte[0], own);
    assertThat(letter.headers().headers(DeadLetterHeaders.NOT_KEPT)).isEmpty();
    assertThat(letter.headers().headers(DeadLetterHeaders.REASON)).hasSize(1);
    assertThat(text(letter, DeadLetterHeaders.REDRIVE_COUNT)).isEqualTo("2");
    assertThat(letter.bytes()).isLessThan(2_000);
  }

  @Test
  void escapesAndCutsTheDetail() {
    Headers headers =
        SOURCE.deadLetterHeaders(
            new RecordHeaders(), Reason.UNDECODABLE, "a\nb\u001b" + "x".repeat(10_000), NOW);
    String detail =
        new String(headers.lastHeader(DeadLetterHeaders.DETAIL).value(), StandardCharsets.UTF_8);
    assertThat(detail).startsWith("a\\nb\\u001bx").hasSizeLessThan(600);
  }

  @Test
  void readsTheLimitOfTheProducersFromTheirDefault() {
    assertThat(ProducerConfig.configDef().defaultValues())
        .containsAllEntriesOf(Map.of(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MOST));
  }

  private static DeadLetterRecord letter(
      byte @Nullable [] key, byte @Nullable [] value, Headers own) {
    return SOURCE.deadLetter(key, value, own, Reason.UNDECODABLE, "why", NOW, MOST);
  }

  private static String text(DeadLetterRecord letter, String name) {
    Header header = letter.headers().lastHeader(name);
    return new String(header.value(), StandardCharsets.UTF_8);
  }
}
