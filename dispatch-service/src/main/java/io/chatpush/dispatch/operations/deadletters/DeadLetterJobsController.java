package io.chatpush.dispatch.operations.deadletters;

import io.chatpush.access.AccessGrant;
import io.chatpush.access.Scope;
import io.chatpush.dispatch.operations.deadletters.JobRequest.Action;
import io.chatpush.problem.Problem;
import io.chatpush.problem.ProblemException;
import io.chatpush.problem.ProblemType;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The routes that redrive and discard, for the scope {@link Scope#REDRIVE}. Status 202 names the
 * job, which has only begun.
 */
@RestController
@ConditionalOnBooleanProperty(value = "chatpush.operations.enabled", matchIfMissing = true)
@RequestMapping("/v1/dead-letters")
final class DeadLetterJobsController {

  private static final String PATH = "/v1/dead-letters/jobs/";

  private final DeadLetterJobs jobs;

  DeadLetterJobsController(DeadLetterJobs jobs) {
    this.jobs = jobs;
  }

  @PostMapping(path = "/redrive", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<JobProgress> redrive(
      @RequestBody byte[] body, @AuthenticationPrincipal Jwt token) {
    return start(Action.REDRIVE, body, operator(token));
  }

  @PostMapping(path = "/discard", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<JobProgress> discard(
      @RequestBody byte[] body, @AuthenticationPrincipal Jwt token) {
    return start(Action.DISCARD, body, operator(token));
  }

  /** Returns the jobs that were started for apps of the token. */
  @GetMapping("/jobs")
  List<JobProgress> all(@AuthenticationPrincipal Jwt token) {
    AccessGrant operator = operator(token);
    var _ = operator.onlyApps();
    return jobs.all().stream().filter(job -> isFor(operator, job)).toList();
  }

  @GetMapping("/jobs/{id}")
  JobProgress progress(@PathVariable String id, @AuthenticationPrincipal Jwt token) {
    return allowed(operator(token), known(jobs.progress(id)));
  }

  /** Stops a job after the records that it is writing; returns how far it is. */
  @DeleteMapping("/jobs/{id}")
  ResponseEntity<JobProgress> stop(@PathVariable String id, @AuthenticationPrincipal Jwt token) {
    var _ = allowed(operator(token), known(jobs.progress(id)));
    return ResponseEntity.accepted().body(known(jobs.stop(id)));
  }

  private ResponseEntity<JobProgress> start(Action action, byte[] body, AccessGrant operator) {
    JobProgress started;
    try {
      started = jobs.start(JobBody.read(action, body, operator));
    } catch (DeadLetterJobs.BusyException _) {
      // The job may belong to another app, so the response does not name it.
      throw new ProblemException(
          Problem.of(
              ProblemType.JOB_RUNS,
              "This instance runs one job at a time: wait until it ends, or stop it."));
    }
    return ResponseEntity.accepted().location(URI.create(PATH + started.id())).body(started);
  }

  private static AccessGrant operator(Jwt token) {
    AccessGrant operator = AccessGrant.of(token);
    operator.require(Scope.REDRIVE);
    return operator;
  }

  /** Returns whether the token is for all the apps that a job was started for. */
  private static boolean isFor(AccessGrant operator, JobProgress job) {
    Set<String> apps = job.apps();
    return apps == null ? operator.isFor(null) : apps.stream().allMatch(operator::isFor);
  }

  private static JobProgress allowed(AccessGrant operator, JobProgress job) {
    if (!isFor(operator, job)) {
      throw new ProblemException(
          Problem.of(
              ProblemType.FORBIDDEN,
              "The job was started for an app that the token's claim app does not name."));
    }
    return job;
  }

  private static JobProgress known(Optional<JobProgress> progress) {
    return progress.orElseThrow(() ->
        new ProblemException(
            Problem.of(
                ProblemType.UNKNOWN_JOB,
                "This instance remembers its last twenty jobs, and none of them has this id.")));
  }
}
