package io.chatpush.dispatch.web;

import io.chatpush.dispatch.operations.JobProgress;
import io.chatpush.dispatch.operations.JobRequest.Action;
import io.chatpush.dispatch.operations.LetterJobs;
import java.net.URI;
import java.util.List;
import java.util.Optional;
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

/** Redrives and discards. 202 names the job; what it has done by then is little. */
@RestController
@ConditionalOnBooleanProperty(value = "chatpush.operations.enabled", matchIfMissing = true)
@RequestMapping("/v1/dead-letters")
final class LetterJobsController {

  private static final String PATH = "/v1/dead-letters/jobs/";

  private final LetterJobs jobs;

  LetterJobsController(LetterJobs jobs) {
    this.jobs = jobs;
  }

  @PostMapping(path = "/redrive", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<JobProgress> redrive(
      @RequestBody byte[] body, @AuthenticationPrincipal Jwt token) {
    return start(Action.REDRIVE, body, token);
  }

  @PostMapping(path = "/discard", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<JobProgress> discard(
      @RequestBody byte[] body, @AuthenticationPrincipal Jwt token) {
    return start(Action.DISCARD, body, token);
  }

  @GetMapping("/jobs")
  List<JobProgress> all() {
    return jobs.all();
  }

  @GetMapping("/jobs/{id}")
  JobProgress progress(@PathVariable String id) {
    return known(jobs.progress(id));
  }

  /** Ends it after what it is writing; the answer is how far it is. */
  @DeleteMapping("/jobs/{id}")
  ResponseEntity<JobProgress> stop(@PathVariable String id) {
    return ResponseEntity.accepted().body(known(jobs.stop(id)));
  }

  private ResponseEntity<JobProgress> start(Action action, byte[] body, Jwt token) {
    String subject = token.getSubject();
    JobProgress started = jobs.start(JobBody.read(action, body, subject == null ? "" : subject));
    return ResponseEntity.accepted().location(URI.create(PATH + started.id())).body(started);
  }

  private static JobProgress known(Optional<JobProgress> progress) {
    return progress.orElseThrow(() ->
        new ProblemException(
            Problem.of(
                ProblemType.UNKNOWN_JOB,
                "This instance remembers its last twenty jobs, and none of them has this id.")));
  }
}
