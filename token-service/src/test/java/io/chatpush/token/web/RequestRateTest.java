package io.chatpush.token.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.chatpush.token.device.AppId;
import io.chatpush.token.device.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RequestRateTest {

  private static final AppId APP = new AppId("demo");
  private static final UserId MAYA = new UserId("maya");

  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final RequestRate rate = new RequestRate(30, clock);

  @Test
  void allowsAsManyAtOnceAsInAMinute() {
    take(30);

    TooManyRequestsException refused =
        catchThrowableOfType(TooManyRequestsException.class, () -> rate.take(APP, MAYA));
    assertThat(refused.headers()).containsExactly(Map.entry("Retry-After", "2"));
    assertThatCode(() -> rate.take(APP, new UserId("noor"))).doesNotThrowAnyException();
    assertThatCode(() -> rate.take(new AppId("other"), MAYA)).doesNotThrowAnyException();
  }

  @Test
  void allowsTheNextWhenItSaid() {
    take(30);
    now = now.plusSeconds(2);
    take(1);
    assertThat(catchThrowableOfType(TooManyRequestsException.class, () -> rate.take(APP, MAYA)))
        .isNotNull();
  }

  @Test
  void countsNoRequestThatItRefused() {
    take(30);
    for (int i = 0; i < 100; i++) {
      assertThat(catchThrowableOfType(TooManyRequestsException.class, () -> rate.take(APP, MAYA)))
          .isNotNull();
    }
    now = now.plusSeconds(60);
    take(30);
  }

  @Test
  void shutsNobodyOutWhenTheClockIsSetBack() {
    take(30);
    now = now.minus(Duration.ofDays(1));
    take(1);
  }

  @Test
  void allowsNoMoreToRequestsThatComeAtTheSameTime() throws Exception {
    RequestRate rateOfMany = new RequestRate(60_000, clock);
    Callable<Integer> phone =
        () -> {
          int allowed = 0;
          for (int i = 0; i < 30_000; i++) {
            try {
              rateOfMany.take(APP, MAYA);
              allowed++;
            } catch (TooManyRequestsException e) {
              // A refused request is not counted.
            }
          }
          return allowed;
        };
    int allowed = 0;
    try (ExecutorService phones = Executors.newFixedThreadPool(4)) {
      for (Future<Integer> each : phones.invokeAll(Collections.nCopies(4, phone))) {
        allowed += each.get();
      }
    }

    assertThat(allowed).as("requests of 120,000 in one moment").isEqualTo(60_000);
  }

  private void take(int times) {
    for (int i = 0; i < times; i++) {
      rate.take(APP, MAYA);
    }
  }
}
