package io.chatpush.token.web;

import io.chatpush.http.Lines;
import io.chatpush.problem.Problem;
import io.chatpush.problem.ProblemException;
import io.chatpush.problem.ProblemType;
import io.chatpush.service.VisibleJson;
import io.chatpush.token.device.AppId;
import io.chatpush.token.device.DeviceTokenPublisher;
import io.chatpush.token.device.DeviceTokenPublisher.Unavailable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads devices as JSON lines and publishes each as if it had registered, as fast as Kafka takes
 * them. A line that is wrong is named in the answer and left out; the others go on.
 */
final class DeviceImport {

  /** How many wait for Kafka at once: some batches of every partition, and a few MB. */
  private static final int IN_FLIGHT = 2_000;

  private static final int BETWEEN_PROGRESS = 1_000;

  /** Refusals beyond are counted only: who does not read the answer while sending must not hang. */
  private static final int MOST_REFUSALS_SHOWN = 1_000;

  /** Lines with notices beyond are counted only, for the same reason. */
  private static final int MOST_NOTICED_SHOWN = 100;

  private static final JsonMapper JSON = VisibleJson.mapper();

  private final DeviceTokenPublisher publisher;
  private final RegistrationMeters meters;
  private final Clock clock;
  private final int longestLine;

  /**
   * @param longestLine in bytes
   */
  DeviceImport(
      DeviceTokenPublisher publisher, RegistrationMeters meters, Clock clock, int longestLine) {
    this.publisher = publisher;
    this.meters = meters;
    this.clock = clock;
    this.longestLine = longestLine;
  }

  /**
   * The lines of the answer.
   *
   * @param skipped lines at the beginning that are passed over, since an import before has them
   */
  Flux<byte[]> lines(AppId app, Flux<DataBuffer> body, long skipped) {
    return Flux.defer(() -> {
      Progress progress = new Progress(skipped);
      return Lines.of(body, longestLine)
          .skip(skipped)
          .flatMapSequential(line -> take(app, line), IN_FLIGHT, 1)
          .concatMapIterable(progress::after)
          .concatWith(Mono.fromSupplier(() -> progress.line(true)))
          .onErrorResume(failure -> Flux.just(progress.line(false), JsonLine.of(problem(failure))));
    });
  }

  /** What became of a line; fails where Kafka does not take it, for then the rest must wait. */
  private Mono<Taken> take(AppId app, Lines.Line line) {
    if (line.isBlank()) {
      return Mono.just(Taken.PASSED_OVER);
    }
    RegistrationBody.Read read;
    try {
      read = read(app, line);
    } catch (ProblemException e) {
      meters.failed(RegistrationMeters.Type.IMPORT, e);
      return Mono.just(new Taken.Refused(e.problem()));
    }
    if (read == null) {
      return Mono.just(Taken.PASSED_OVER);
    }
    return Mono.fromFuture(() -> publisher.publish(read.registered()), true)
        .<Taken>then(Mono.fromSupplier(() -> accepted(read.notices())))
        .doOnError(failure -> meters.failed(RegistrationMeters.Type.IMPORT, failure));
  }

  private Taken accepted(List<Notice> notices) {
    meters.accepted(RegistrationMeters.Type.IMPORT);
    meters.noticed(notices);
    return new Taken.Accepted(notices);
  }

  private RegistrationBody.@Nullable Read read(AppId app, Lines.Line line) {
    if (line.tooLong()) {
      throw new ProblemException(
          Problem.of(ProblemType.BODY_TOO_LARGE, "The line is longer than any registration."));
    }
    return RegistrationBody.readLine(app, line.bytes(), clock.instant());
  }

  private static Problem problem(Throwable failure) {
    return switch (failure) {
      case Unavailable e -> Problem.of(ProblemType.UNAVAILABLE, String.valueOf(e.getMessage()));
      default -> Problem.of(ProblemType.INTERNAL, "The import ended; what is counted is stored.");
    };
  }

  /** What became of a line. */
  private sealed interface Taken {

    PassedOver PASSED_OVER = new PassedOver();

    /** Kafka has it. */
    record Accepted(List<Notice> notices) implements Taken {}

    /** It is wrong, and left out. */
    record Refused(Problem problem) implements Taken {}

    /** It says nothing of a device. */
    record PassedOver() implements Taken {}
  }

  /** Counts, for one import; its lines come one after the other. */
  private static final class Progress {

    private long lines;
    private long accepted;
    private long refused;
    private long noticed;

    Progress(long skipped) {
      lines = skipped;
    }

    List<byte[]> after(Taken taken) {
      List<byte[]> said = new ArrayList<>(2);
      lines++;
      switch (taken) {
        case Taken.Accepted(var notices) -> {
          accepted++;
          if (!notices.isEmpty() && ++noticed <= MOST_NOTICED_SHOWN) {
            said.add(ofLine("noticed", "notices", notices));
          }
        }
        case Taken.Refused(var problem) -> {
          if (++refused <= MOST_REFUSALS_SHOWN) {
            said.add(ofLine("refused", "problem", problem));
          }
        }
        case Taken.PassedOver() -> {}
      }
      if (lines % BETWEEN_PROGRESS == 0) {
        said.add(line(false));
      }
      return said;
    }

    byte[] line(boolean complete) {
      ObjectNode line = JSON.createObjectNode();
      ObjectNode progress =
          line.putObject("progress")
              .put("lines", lines)
              .put("accepted", accepted)
              .put("refused", refused)
              .put("noticed", noticed);
      if (complete) {
        progress.put("complete", true);
      }
      return JsonLine.of(line);
    }

    private byte[] ofLine(String what, String name, Object value) {
      ObjectNode line = JSON.createObjectNode();
      line.putObject(what).put("line", lines).set(name, JSON.valueToTree(value));
      return JsonLine.of(line);
    }
  }
}
