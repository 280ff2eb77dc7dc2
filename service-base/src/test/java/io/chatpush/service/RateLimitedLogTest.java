package io.chatpush.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class RateLimitedLogTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger("test.rate-limited");
  private final ListAppender<ILoggingEvent> written = new ListAppender<>();
  private final SetClock clock = new SetClock();
  private final RateLimitedLog log = new RateLimitedLog(logger, clock, 2);

  @BeforeEach
  void listen() {
    logger.setAdditive(false);
    logger.addAppender(written);
    written.start();
  }

  @AfterEach
  void leave() {
    logger.detachAppender(written);
  }

  @Test
  void suppressesLinesAboveTheLimit() {
    for (int i = 0; i < 1_000; i++) {
      log.warn("A", "event {}", i);
    }
    assertThat(lines()).containsExactly("event 0", "event 1");
  }

  @Test
  void limitsEachReasonByItself() {
    for (int i = 0; i < 3; i++) {
      log.warn("A", "event {}", i);
    }
    log.error("B", "another fault");
    assertThat(lines()).containsExactly("event 0", "event 1", "another fault");
    assertThat(written.list.getLast().getLevel()).isEqualTo(Level.ERROR);
  }

  @Test
  void saysInTheNextMinuteHowManyLinesWereSuppressed() {
    for (int i = 0; i < 5; i++) {
      log.warn("A", "event {}", i);
    }
    clock.now += 59_999;
    log.warn("A", "event {}", 5);
    clock.now += 1;
    log.warn("A", "event {}", 6);
    log.warn("A", "event {}", 7);
    assertThat(lines().subList(2, 4))
        .containsExactly("event 6 (4 similar lines before it were suppressed)", "event 7");
  }

  @Test
  void goesOnAfterTheClockWasSetBack() {
    for (int i = 0; i < 3; i++) {
      log.warn("A", "event {}", i);
    }
    clock.now -= 86_400_000;
    log.warn("A", "event {}", 3);
    assertThat(lines()).hasSize(3);
  }

  @Test
  void printsTheStackOfAThrowable() {
    log.error("A", "{} failed", "x", new IllegalStateException("why"));
    assertThat(written.list.getFirst().getThrowableProxy().getMessage()).isEqualTo("why");
    assertThat(lines()).containsExactly("x failed");
  }

  @Test
  void boundsItsMemoryWhateverTheReasonsAre() {
    for (int i = 0; i < 100_000; i++) {
      log.warn("reason " + i, "event {}", i);
    }
    assertThat(lines()).hasSizeLessThan(2_500);
  }

  private List<String> lines() {
    return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static final class SetClock extends Clock {
    private long now = 1_767_268_800_000L;

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(now);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
