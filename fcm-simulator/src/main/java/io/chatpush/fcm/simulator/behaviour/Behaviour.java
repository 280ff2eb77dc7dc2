package io.chatpush.fcm.simulator.behaviour;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the simulator does with a request it could accept. */
public sealed interface Behaviour {

  /** Accepts it, as FCM does. */
  record Accept() implements Behaviour {}

  /**
   * Answers with an error of FCM or of the front end before it.
   *
   * @param retryAfter the Retry-After header; none if null
   */
  record Refuse(Refusal refusal, @Nullable Duration retryAfter) implements Behaviour {}

  /** Answers 200 with a body that is none of FCM's. */
  record Garble(Garbage garbage) implements Behaviour {}

  /** Gives no whole answer. */
  record Interrupt(Interruption interruption) implements Behaviour {}

  /** Accepts it and sends the answer's body slowly. */
  record Drip(Duration over) implements Behaviour {}

  /** Accepts it and then says GOAWAY on its connection. */
  record GoAway() implements Behaviour {}

  /** The errors; each is the lower-case word that asks for it. */
  enum Refusal {
    UNREGISTERED,
    /** 400 that does not say which argument is invalid. */
    INVALID_ARGUMENT,
    /** 400 INVALID_ARGUMENT whose field violation names the address. */
    INVALID_ADDRESS,
    SENDER_ID_MISMATCH,
    QUOTA_EXCEEDED,
    UNAVAILABLE,
    INTERNAL,
    THIRD_PARTY_AUTH_ERROR,
    /** 404 without an FcmError: the project or the URL, not the token. */
    NOT_FOUND,
    /** 401 that says the bearer has expired. */
    UNAUTHENTICATED,
    PERMISSION_DENIED,
    /** 502 with a page of HTML. */
    BAD_GATEWAY,
    /** 504 in JSON. */
    DEADLINE_EXCEEDED,
    /** 501 with a status that the Admin SDK for Java does not know. */
    UNIMPLEMENTED
  }

  /** Bodies of a 200. */
  enum Garbage {
    /** No body. */
    EMPTY,
    /** An empty JSON object. */
    NAMELESS,
    /** JSON that ends too early. */
    MALFORMED,
    /** A page of HTML. */
    HTML
  }

  /** Ways of giving no whole answer. */
  enum Interruption {
    /** RST_STREAM with INTERNAL_ERROR. */
    RESET,
    /** RST_STREAM with REFUSED_STREAM, which promises that nothing was done. */
    REFUSED,
    /** The connection ends. */
    CLOSE,
    /** Half the response, then RST_STREAM. */
    TORN,
    /** No answer, ever. */
    SILENCE
  }
}
