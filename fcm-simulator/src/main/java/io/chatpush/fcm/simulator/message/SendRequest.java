package io.chatpush.fcm.simulator.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A send request as it was read: one that FCM takes, or what is wrong with it. */
public sealed interface SendRequest {

  /** What a message is addressed to. */
  enum Target {
    TOKEN,
    FID,
    TOPIC,
    CONDITION
  }

  /**
   * A request FCM takes.
   *
   * @param address the token, installation id, topic or condition
   * @param pushTag what the device replaces an earlier notification by, the first there is of: data
   *     key {@code push_id}, Android's tag, apns-collapse-id, the web notification's tag
   */
  record Valid(Target target, String address, boolean validateOnly, @Nullable String pushTag)
      implements SendRequest {}

  /**
   * A request FCM refuses with 400 INVALID_ARGUMENT.
   *
   * @param fromFcm whether FCM itself refuses, with an FcmError, or already the JSON front before
   *     it
   */
  record Invalid(String message, List<FieldViolation> violations, boolean fromFcm)
      implements SendRequest {

    public Invalid {
      violations = List.copyOf(violations);
    }
  }
}
