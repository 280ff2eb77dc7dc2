package io.chatpush.dispatch.operations.deadletters;

import io.chatpush.access.AccessGrant;
import io.chatpush.dispatch.operations.deadletters.JobRequest.Action;
import io.chatpush.dispatch.web.RequestFields;
import io.chatpush.problem.Problem;
import io.chatpush.problem.ProblemException;
import io.chatpush.problem.ProblemType;
import io.chatpush.schemas.text.VisibleText;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the body of a redrive or discard: the filter, and the options of the job. */
final class JobBody {

  /** As long as an id of a user may be. */
  private static final int LONGEST_SUBJECT = 256;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final int HIGHEST_RATE = 10_000;
  private static final int LARGEST_CANARY = 10_000;
  private static final int MOST_REDRIVES = 100;

  private static final Set<String> REDRIVE_FIELDS =
      FilterFields.and("dry_run", "rate", "canary", "force", "expires_at", "max_redrives");

  private static final Set<String> DISCARD_FIELDS = FilterFields.and("dry_run");

  private JobBody() {}

  /**
   * @param grant of the caller: the job has its user and is restricted to its apps
   * @throws ProblemException if it is not JSON, naming every field that is wrong, or for an app
   *     that the caller's token is not for
   */
  static JobRequest read(Action action, byte[] body, AccessGrant grant) {
    JsonNode json = parse(body);
    RequestFields fields =
        RequestFields.ofBody(json, action == Action.REDRIVE ? REDRIVE_FIELDS : DISCARD_FIELDS);
    DeadLetterFilter filter = FilterFields.filter(fields, grant);
    @Nullable Instant expiresAt = fields.instant("expires_at");
    JobRequest request =
        new JobRequest(
            action,
            filter,
            fields.flag("dry_run"),
            fields.number("rate", JobRequest.DEFAULT_RATE, 1, HIGHEST_RATE),
            // A discard sends nothing whose outcome it could wait for.
            action == Action.REDRIVE
                ? fields.number("canary", JobRequest.DEFAULT_CANARY, 0, LARGEST_CANARY)
                : 0,
            fields.flag("force"),
            expiresAt,
            fields.number("max_redrives", JobRequest.DEFAULT_MAX_REDRIVES, 1, MOST_REDRIVES),
            VisibleText.of(grant.user(), LONGEST_SUBJECT),
            json.toString());
    if (json.has("state")) {
      fields.wrong("state", "is not known here: only open dead letters are taken");
    }
    if (expiresAt != null && !request.force()) {
      fields.wrong("expires_at", "means nothing without force");
    }
    fields.check();
    return request;
  }

  private static JsonNode parse(byte[] body) {
    JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (JacksonException e) {
      throw new ProblemException(Problem.of(ProblemType.MALFORMED_JSON, place(e.getLocation())));
    }
    if (!json.isObject()) {
      throw new ProblemException(
          Problem.of(ProblemType.INVALID_REQUEST, "The body must be a JSON object."));
    }
    return json;
  }

  private static String place(@Nullable TokenStreamLocation location) {
    // There is none where a limit of the parser was exceeded, e.g. that of nesting.
    return location == null
        ? "It is nested too deeply, or has a name or number that is too long."
        : "It ends or is wrong at line %d, column %d."
            .formatted(location.getLineNr(), location.getColumnNr());
  }
}
