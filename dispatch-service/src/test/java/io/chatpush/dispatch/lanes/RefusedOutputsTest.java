package io.chatpush.dispatch.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.dispatch.fanout.Fixtures;
import io.chatpush.dispatch.kafka.DeadLetterMeters;
import io.chatpush.schemas.DeadLetterHeaders;
import io.chatpush.schemas.Topics;
import io.chatpush.service.RateLimitedLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler.Response;
import org.apache.kafka.streams.errors.ProductionExceptionHandler.Result;
import org.apache.kafka.streams.errors.internals.DefaultErrorHandlerContext;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class RefusedOutputsTest {

  private static final ErrorHandlerContext CONTEXT =
      new DefaultErrorHandlerContext(
          null, "any", 0, 0, new RecordHeaders(), "node", new TaskId(0, 0), 0, null, null);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RefusedOutputs handler = new RefusedOutputs();

  @BeforeEach
  void configure() {
    RateLimitedLog log =
        new RateLimitedLog(LoggerFactory.getLogger(RefusedOutputsTest.class), Clock.systemUTC());
    handler.configure(
        Map.of(
            RefusedOutputs.RECORDS,
            new OversizedRecords(Fixtures.MOST_BYTES, new DeadLetterMeters(registry), log)));
  }

  @Test
  void writesADeadLetterAgainWithoutWhatTheRecordBrought() {
    ProducerRecord<byte[], byte[]> letter =
        only(refused(record(Topics.CHAT_MESSAGES_DEAD_LETTERS, new byte[900_000])));
    assertThat(letter.topic()).isEqualTo(Topics.CHAT_MESSAGES_DEAD_LETTERS);
    assertThat(letter.key()).isNull();
    assertThat(letter.value()).isNull();
    assertThat(letter.timestamp()).isEqualTo(7);
    assertThat(header(letter, DeadLetterHeaders.NOT_KEPT)).isEqualTo("value,headers,key");
    assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("UNDECODABLE");
  }

  @Test
  void givesUpADeadLetterThatHasNothingLeft() {
    ProducerRecord<byte[], byte[]> letter =
        only(refused(record(Topics.PUSH_DEAD_LETTERS, new byte[900_000])));
    Response response = refused(letter);
    assertThat(response.result()).isEqualTo(Result.RESUME);
    assertThat(response.deadLetterQueueRecords()).isEmpty();
  }

  @Test
  void deadLettersAnyOtherRecordForTheTopicItWasMeantFor() {
    byte[] value = new byte[900_000];
    ProducerRecord<byte[], byte[]> letter = only(refused(record(Topics.PUSH_REQUESTS, value)));
    assertThat(letter.topic()).isEqualTo(Topics.PUSH_DEAD_LETTERS);
    assertThat(letter.value()).isSameAs(value);
    assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("TOO_LARGE");
    assertThat(header(letter, DeadLetterHeaders.SOURCE_TOPIC)).isEqualTo(Topics.PUSH_REQUESTS);
    assertThat(registry.get("push.dead.letters").tag("reason", "TOO_LARGE").counter().count())
        .isEqualTo(1);
  }

  @Test
  void leavesFaultsOfTheBrokerToKafkaStreams() {
    ProducerRecord<byte[], byte[]> record = record(Topics.PUSH_REQUESTS, new byte[1]);
    assertThat(handler.handleError(CONTEXT, record, new TimeoutException("")).result())
        .isEqualTo(Result.RETRY);
    assertThat(handler.handleError(CONTEXT, record, new InvalidTimestampException("")).result())
        .isEqualTo(Result.FAIL);
  }

  private Response refused(ProducerRecord<byte[], byte[]> record) {
    return handler.handleError(CONTEXT, record, new RecordTooLargeException("too large"));
  }

  private static ProducerRecord<byte[], byte[]> only(Response response) {
    assertThat(response.result()).isEqualTo(Result.RESUME);
    assertThat(response.deadLetterQueueRecords()).hasSize(1);
    return response.deadLetterQueueRecords().getFirst();
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, byte[] value) {
    return new ProducerRecord<>(
        topic,
        null,
        7L,
        new byte[] {1},
        value,
        new RecordHeaders()
            .add("trace", new byte[] {2})
            .add(DeadLetterHeaders.REASON, "UNDECODABLE".getBytes(StandardCharsets.UTF_8)));
  }

  private static String header(ProducerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
