package io.chatpush.dispatch.operations.deadletters;

import java.time.Instant;

/** A discard takes every dead letter that is open. */
record DiscardRules() implements JobRules {

  @Override
  public JobDecision decide(DeadLetterEntry entry, DeadLetterState state, Instant now) {
    return state == DeadLetterState.OPEN
        ? new JobDecision.Discard()
        : new JobDecision.Skip(SkipReason.DEALT_WITH);
  }
}
