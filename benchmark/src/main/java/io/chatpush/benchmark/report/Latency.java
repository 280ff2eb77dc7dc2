package io.chatpush.benchmark.report;

import org.HdrHistogram.AbstractHistogram;

/**
 * How long something took, in milliseconds.
 *
 * @param p50 half took at most this
 * @param p99 and 99 of a hundred this
 * @param max the longest
 */
public record Latency(double p50, double p99, double max) {

  /**
   * As a histogram has it.
   *
   * @param unitsPerMilli how many of the histogram's units a millisecond is
   */
  public static Latency of(AbstractHistogram histogram, double unitsPerMilli) {
    return new Latency(
        histogram.getValueAtPercentile(50) / unitsPerMilli,
        histogram.getValueAtPercentile(99) / unitsPerMilli,
        histogram.getMaxValue() / unitsPerMilli);
  }
}
