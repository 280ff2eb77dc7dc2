package io.chatpush.benchmark.sender;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.json.gson.GsonFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleBodiesTest {

  @Test
  void areThoseThatFirebaseAdminWouldSend() throws IOException {
    SampleMessages samples = new SampleMessages();
    SampleBodies bodies = new SampleBodies();

    for (int push = 0; push < 25; push++) {
      SampleMessages.Sample sample = samples.next();
      assertThat(new String(bodies.of(sample), StandardCharsets.UTF_8))
          .as("push %d, for %s", push, sample.platform())
          .isEqualTo(
              GsonFactory.getDefaultInstance()
                  .toString(Map.of("message", FirebaseAdmin.message(sample))));
    }
  }
}
