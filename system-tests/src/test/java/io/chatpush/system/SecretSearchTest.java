package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SecretSearchTest {

  private static final int TEXTS = 2_000;

  @Test
  void findsWhatASearchForEachSecretFinds() {
    Random random = new Random(7);
    for (int i = 0; i < TEXTS; i++) {
      List<String> secrets = new ArrayList<>();
      for (int n = 0; n < 20; n++) {
        secrets.add(letters(random, Secrets.SHORTEST + random.nextInt(4)));
      }
      String text = letters(random, random.nextInt(200));

      assertThat(new SecretSearch(secrets).in("here", text))
          .containsExactlyInAnyOrderElementsOf(
              secrets.stream()
                  .distinct()
                  .filter(text::contains)
                  .map(secret -> "here shows " + secret + ": " + text)
                  .toList());
    }
  }

  @Test
  void findsOneAtEitherEndAndOneInsideAnother() {
    assertThat(new SecretSearch(List.of("secret-1", "secret-12", "cret-1")).in("log", "secret-12"))
        .hasSize(3);
    assertThat(new SecretSearch(List.of("secret-1")).in("log", "secret-")).isEmpty();
  }

  /** Of two letters, so that secrets come up by chance. */
  private static String letters(Random random, int length) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < length; i++) {
      letters.append(random.nextBoolean() ? 'a' : 'b');
    }
    return letters.toString();
  }
}
