package io.chatpush.benchmark.report;

import java.util.Optional;

/**
 * chatpush against something else that sends to FCM.
 *
 * @param pipeline the whole of chatpush at its best
 * @param gateway its sending alone, which is all the rival does
 * @param measured the rival at its best
 */
public record Ratio(
    Subject rival,
    Optional<Measurement> pipeline,
    Optional<Measurement> gateway,
    Measurement measured) {

  /** How many times as many pushes a second the whole of chatpush makes; NaN if not measured. */
  public double pipelineRate() {
    return pipeline.map(each -> each.perSecond() / measured.perSecond()).orElse(Double.NaN);
  }

  /** How many times as many pushes a second chatpush's sending alone makes; NaN if not measured. */
  public double gatewayRate() {
    return gateway.map(each -> each.perSecond() / measured.perSecond()).orElse(Double.NaN);
  }

  /** What part of the rival's CPU a push chatpush's sending alone takes; NaN if not measured. */
  public double gatewayCpu() {
    return gateway
        .map(each -> each.own().cpuMicros() / measured.own().cpuMicros())
        .orElse(Double.NaN);
  }
}
