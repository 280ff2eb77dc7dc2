package io.chatpush.dispatch.operations.deadletters;

import java.time.Instant;

/** Decides what a job does with each dead letter that its filter selects. */
sealed interface JobRules permits RedriveRules, DiscardRules {

  /** Returns the rules of a job. */
  static JobRules of(String jobId, JobRequest request) {
    return switch (request.action()) {
      case REDRIVE ->
          new RedriveRules(jobId, request.force(), request.expiresAt(), request.maxRedrives());
      case DISCARD -> new DiscardRules();
    };
  }

  /** Decides about one dead letter. */
  JobDecision decide(DeadLetterEntry entry, DeadLetterState state, Instant now);
}
