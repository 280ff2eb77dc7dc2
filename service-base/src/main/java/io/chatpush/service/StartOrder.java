package io.chatpush.service;

import java.util.List;

/**
 * What a service does to start, and what it then reports. Each service names both in one file.
 *
 * @param steps run one after the other in this order, each until it succeeds
 * @param facts asked in this order when all steps have succeeded
 */
public record StartOrder(List<StartupStep> steps, List<StartFacts> facts) {

  public StartOrder {
    steps = List.copyOf(steps);
    facts = List.copyOf(facts);
  }
}
