package io.chatpush.dispatch.fcm.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.dispatch.fcm.message.FcmRefusal.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FcmRefusalTest {

  @Test
  void readsTheSentenceAndTheFields() {
    assertThat(
            FcmRefusal.read(
                """
                {"error": {"code": 400, "message": "Invalid value", "status": "INVALID_ARGUMENT",
                  "details": [
                    {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [
                      {"field": "message.android.ttl", "description": "TTL is \\u001b too long"},
                      {"description": "no field"}]},
                    {"@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError",
                     "errorCode": "INVALID_ARGUMENT"}]}}
                """))
        .isEqualTo(
            new FcmRefusal(
                "Invalid value",
                List.of(
                    new Violation("message.android.ttl", "TTL is \\u001b too long"),
                    new Violation("", "no field"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "[]",
        "1",
        "{\"error\":1}",
        "{\"error\":{\"message\":{},\"details\":[1,{\"fieldViolations\":{}}]}}"
      })
  void readsAnyBody(String body) {
    assertThat(FcmRefusal.read(body)).isEqualTo(new FcmRefusal(null, List.of()));
  }
}
