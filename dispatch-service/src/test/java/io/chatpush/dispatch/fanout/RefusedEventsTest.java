package io.chatpush.dispatch.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.chatpush.dispatch.output.StreamDeadLetters;
import io.chatpush.events.Reason;
import io.chatpush.service.RateLimitedLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefusedEventsTest {

  private final LoggerContext context = new LoggerContext();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger log = context.getLogger("test");
  private final RefusedEvents refused =
      new RefusedEvents(
          new StreamDeadLetters(Fixtures.MOST_BYTES),
          new FanOutMeters(new SimpleMeterRegistry(), Set.of(Fixtures.APP)),
          new RateLimitedLog(log, Clock.fixed(Fixtures.NOW, ZoneOffset.UTC)));

  @BeforeEach
  void listen() {
    lines.start();
    log.addAppender(lines);
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void oneAppDoesNotUseUpTheLinesOfAnother() {
    Refusal refusal = new Refusal(Reason.ID_TOO_LONG, "recipients has more than 256 bytes");
    for (int offset = 0; offset < 1_000; offset++) {
      refuse(refusal, "flooding", offset);
    }
    refuse(refusal, "other", 5_000);

    assertThat(lines.list).hasSizeLessThan(20);
    assertThat(lines.list.getLast().getFormattedMessage()).contains("chat.messages-1@5000");
  }

  private void refuse(Refusal refusal, String app, long offset) {
    Record<byte[], byte[]> record =
        new Record<>(new byte[] {1}, new byte[] {2}, Fixtures.NOW.toEpochMilli());
    var place =
        new ProcessorRecordContext(
            Fixtures.NOW.toEpochMilli(), offset, 1, "chat.messages", new RecordHeaders());
    var _ = refused.event(record, place, refusal, app, Fixtures.NOW.toEpochMilli());
  }
}
