package io.chatpush.fcm.simulator.behaviour;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long FCM takes to answer. Written {@code 100ms}, {@code 50ms..150ms} or {@code
 * p50=80ms,p99=400ms}.
 */
public sealed interface AnswerTime {

  /** The time in nanoseconds for two numbers drawn from 0 to 1. */
  long nanos(double first, double second);

  /** Always the same. */
  record Fixed(Duration time) implements AnswerTime {

    @Override
    public long nanos(double first, double second) {
      return time.toNanos();
    }

    @Override
    public String toString() {
      return Durations.format(time);
    }
  }

  /** Anything between two times, each as likely. */
  record Uniform(Duration from, Duration to) implements AnswerTime {

    public Uniform {
      if (from.compareTo(to) > 0) {
        throw new IllegalArgumentException(
            Durations.format(from) + " is more than " + Durations.format(to));
      }
    }

    @Override
    public long nanos(double first, double second) {
      return from.toNanos() + (long) (first * to.minus(from).toNanos());
    }

    @Override
    public String toString() {
      return Durations.format(from) + ".." + Durations.format(to);
    }
  }

  /** Log-normal, which is what answer times over a network look like. */
  record LogNormal(Duration p50, Duration p99) implements AnswerTime {

    /** The 99th percentile of the standard normal distribution. */
    private static final double Z99 = 2.3263478740408408;

    public LogNormal {
      if (p50.isZero() || p50.compareTo(p99) > 0) {
        throw new IllegalArgumentException("p50 must be above zero and at most p99");
      }
    }

    @Override
    public long nanos(double first, double second) {
      double sigma = Math.log((double) p99.toNanos() / p50.toNanos()) / Z99;
      double gaussian = Math.sqrt(-2 * Math.log(1 - first)) * Math.cos(2 * Math.PI * second);
      return (long) (p50.toNanos() * Math.exp(sigma * gaussian));
    }

    @Override
    public String toString() {
      return "p50=" + Durations.format(p50) + ",p99=" + Durations.format(p99);
    }
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException saying what an answer time looks like
   */
  static AnswerTime parse(String text) {
    Matcher percentiles = Pattern.compile("p50=(\\w+),p99=(\\w+)").matcher(text);
    if (percentiles.matches()) {
      return new LogNormal(
          Durations.parse(percentiles.group(1)), Durations.parse(percentiles.group(2)));
    }
    int dots = text.indexOf("..");
    if (dots > 0) {
      return new Uniform(
          Durations.parse(text.substring(0, dots)), Durations.parse(text.substring(dots + 2)));
    }
    return new Fixed(Durations.parse(text));
  }
}
