package io.chatpush.fcm.simulator.fcm;

import io.chatpush.fcm.simulator.behaviour.Behaviour;
import io.chatpush.fcm.simulator.behaviour.Behaviour.Refusal;
import io.chatpush.fcm.simulator.behaviour.Behaviours;
import io.chatpush.fcm.simulator.behaviour.Rule;
import io.chatpush.fcm.simulator.http.Answer;
import io.chatpush.fcm.simulator.http.Exchange;
import io.chatpush.fcm.simulator.http.Reply;
import io.chatpush.fcm.simulator.ledger.AddressLog;
import io.chatpush.fcm.simulator.ledger.Outcome;
import io.chatpush.fcm.simulator.ledger.ProjectQuota;
import io.chatpush.fcm.simulator.ledger.PushLedger;
import io.chatpush.fcm.simulator.message.SendRequest;
import io.chatpush.fcm.simulator.message.SendRequestReader;
import io.chatpush.fcm.simulator.oauth.AccessTokens;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.AsciiString;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/projects/{project}/messages:send}. Safe for use by several threads. */
public final class SendEndpoint {

  private static final AsciiString AUTHORIZATION = AsciiString.cached("authorization");
  private static final String FAKE_NAME = "fake_message_id";

  private final Set<String> projects;
  private final AccessTokens tokens;
  private final Behaviours behaviours;
  private final ProjectQuota quota;
  private final PushLedger ledger;
  private final MessageNames names;
  private final LongSupplier nanoTime;

  /**
   * With everything it works on.
   *
   * @param projects the projects there are; empty for any
   */
  public SendEndpoint(
      Set<String> projects,
      AccessTokens tokens,
      Behaviours behaviours,
      ProjectQuota quota,
      PushLedger ledger,
      MessageNames names,
      LongSupplier nanoTime) {
    this.projects = Set.copyOf(projects);
    this.tokens = tokens;
    this.behaviours = behaviours;
    this.quota = quota;
    this.ledger = ledger;
    this.names = names;
    this.nanoTime = nanoTime;
  }

  /** The page Google shows for a URL that is none of its own. */
  public static Reply noSuchPage() {
    return ErrorReplies.NO_SUCH_PAGE;
  }

  /** Answers one request. */
  public void handle(String project, Exchange exchange, ByteBuf body) {
    Reply refused = refuseCaller(project, exchange);
    if (refused != null) {
      ledger.ended(Outcome.UNAUTHORIZED);
      exchange.answer(new Answer.Whole(refused), 0);
      return;
    }
    byte[] request = new byte[body.readableBytes()];
    body.getBytes(body.readerIndex(), request);
    switch (SendRequestReader.read(request, 0, request.length)) {
      case SendRequest.Invalid invalid -> {
        ledger.count(project);
        ledger.ended(Outcome.INVALID_ARGUMENT);
        exchange.answer(new Answer.Whole(ErrorReplies.of(invalid)), 0);
      }
      case SendRequest.Valid valid -> decide(project, valid, request, exchange);
    }
  }

  private @Nullable Reply refuseCaller(String project, Exchange exchange) {
    CharSequence authorization = exchange.header(AUTHORIZATION);
    if (authorization == null) {
      return ErrorReplies.MISSING_BEARER;
    }
    AccessTokens.Grant grant = tokens.grant(authorization);
    if (grant == null) {
      return ErrorReplies.INVALID_BEARER;
    }
    boolean allowed = grant.allows(project) && (projects.isEmpty() || projects.contains(project));
    return allowed ? null : ErrorReplies.permissionDenied(project);
  }

  private void decide(String project, SendRequest.Valid request, byte[] json, Exchange exchange) {
    String address = request.address();
    AddressLog log = ledger.arrived(project, address, request.pushTag());
    long attempt = log.requests();
    Duration untilQuota = quota.take(project);
    Rule rule =
        untilQuota == null
            ? behaviours.decide(address, attempt)
            : Rule.always(new Behaviour.Refuse(Refusal.QUOTA_EXCEEDED, untilQuota));
    long delay = behaviours.delayNanos(rule, address, attempt);
    if (request.validateOnly() && rule.delivers()) {
      ledger.ended(Outcome.VALIDATED);
      exchange.answer(new Answer.Whole(MessageNames.reply(project, FAKE_NAME)), delay);
      return;
    }
    String name = rule.delivers() ? names.next() : "";
    if (rule.delivers()) {
      ledger.received(log, project, name, request.pushTag(), json);
    }
    ledger.ended(outcome(rule));
    if (rule.behaviour() instanceof Behaviour.Refuse(var _, Duration retryAfter)
        && retryAfter != null) {
      log.retryNotBefore(nanoTime.getAsLong() + delay + retryAfter.toNanos(), request.pushTag());
    }
    exchange.answer(answer(rule, project, request, name), delay);
  }

  private static Answer answer(Rule rule, String project, SendRequest.Valid request, String name) {
    return switch (rule.behaviour()) {
      case Behaviour.Accept() -> new Answer.Whole(MessageNames.reply(project, name));
      case Behaviour.Drip(Duration over) ->
          new Answer.Dripped(MessageNames.reply(project, name), over);
      case Behaviour.GoAway() -> new Answer.Farewell(MessageNames.reply(project, name));
      case Behaviour.Garble(var garbage) -> new Answer.Whole(ErrorReplies.of(garbage));
      case Behaviour.Refuse(Refusal refusal, Duration retryAfter) ->
          new Answer.Whole(
              refusal == Refusal.PERMISSION_DENIED
                  ? ErrorReplies.permissionDenied(project)
                  : ErrorReplies.of(refusal, request.target(), retryAfter));
      case Behaviour.Interrupt(var interruption) ->
          switch (interruption) {
            case RESET -> new Answer.Reset(Http2Error.INTERNAL_ERROR.code());
            case REFUSED -> new Answer.Reset(Http2Error.REFUSED_STREAM.code());
            case CLOSE -> new Answer.Disconnect();
            case TORN -> new Answer.Torn(MessageNames.reply(project, name));
            case SILENCE -> new Answer.Silence();
          };
    };
  }

  private static Outcome outcome(Rule rule) {
    if (rule.delivers()) {
      return switch (rule.behaviour()) {
        case Behaviour.Accept() -> Outcome.ACCEPTED;
        case Behaviour.Drip(var _) -> Outcome.ACCEPTED;
        case Behaviour.GoAway() -> Outcome.ACCEPTED;
        case Behaviour.Garble(var _) -> Outcome.ACCEPTED_UNSAID;
        case Behaviour.Refuse(var _, var _) -> Outcome.ACCEPTED_UNSAID;
        case Behaviour.Interrupt(var _) -> Outcome.ACCEPTED_UNSAID;
      };
    }
    return rule.behaviour() instanceof Behaviour.Refuse(Refusal refusal, var _)
        ? outcome(refusal)
        : Outcome.INTERRUPTED;
  }

  private static Outcome outcome(Refusal refusal) {
    return switch (refusal) {
      case UNREGISTERED -> Outcome.UNREGISTERED;
      case INVALID_ARGUMENT, INVALID_ADDRESS -> Outcome.INVALID_ARGUMENT;
      case SENDER_ID_MISMATCH -> Outcome.SENDER_ID_MISMATCH;
      case QUOTA_EXCEEDED -> Outcome.QUOTA_EXCEEDED;
      case UNAVAILABLE -> Outcome.UNAVAILABLE;
      case INTERNAL -> Outcome.INTERNAL;
      case THIRD_PARTY_AUTH_ERROR -> Outcome.THIRD_PARTY_AUTH_ERROR;
      case UNAUTHENTICATED, PERMISSION_DENIED -> Outcome.UNAUTHORIZED;
      case NOT_FOUND, BAD_GATEWAY, DEADLINE_EXCEEDED, UNIMPLEMENTED -> Outcome.OTHER_ERROR;
    };
  }
}
