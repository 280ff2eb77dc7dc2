package io.chatpush.schemas;

import static java.util.Objects.requireNonNull;

import io.chatpush.events.PushCause;
import io.chatpush.events.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The causes of outcomes and dead letters, and the code by which operators know each. */
public final class PushCauses {

  private static final Map<Reason, PushCause> WITHOUT_CODE = new EnumMap<>(Reason.class);

  static {
    for (Reason reason : Reason.values()) {
      WITHOUT_CODE.put(reason, new PushCause(reason, null));
    }
  }

  private PushCauses() {}

  /** Returns a cause that no send has led to; always the same object. */
  public static PushCause of(Reason reason) {
    return requireNonNull(WITHOUT_CODE.get(reason));
  }

  /** Returns a cause with the error code that led to it. */
  public static PushCause of(Reason reason, String errorCode) {
    return new PushCause(reason, errorCode);
  }

  /**
   * Returns the code that HTTP API, command line and headers show: the error code where the reason
   * only says that it decides, and otherwise the reason.
   */
  public static String code(PushCause cause) {
    Reason reason = cause.getReason();
    String errorCode = cause.getErrorCode();
    boolean decides = reason == Reason.REJECTED || reason == Reason.DEFERRED;
    return decides && errorCode != null ? errorCode : reason.name();
  }

  /** Returns the error code of a cause where {@link #code} does not say it. */
  public static @Nullable String otherErrorCode(PushCause cause) {
    String errorCode = cause.getErrorCode();
    return Objects.equals(errorCode, code(cause)) ? null : errorCode;
  }
}
