package io.chatpush.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.ChatEventType;
import io.chatpush.events.Outcome;
import io.chatpush.events.Reason;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The enums whose symbols other programs write, or read and show to people. */
class SymbolsTest {

  private static final Pattern SENTENCE = Pattern.compile("([A-Z_]{4,}): [A-Z].{20,}\\.");

  static Stream<Schema> enums() {
    return Stream.of(ChatEventType.SCHEMA$, Outcome.SCHEMA$, Reason.SCHEMA$);
  }

  /** The documentation of an Avro enum is one text: a sentence for each symbol. */
  @ParameterizedTest
  @MethodSource("enums")
  void everySymbolIsExplained(Schema type) {
    Set<String> found = new HashSet<>();
    for (String part : type.getDoc().split("(?<=\\.) (?=[A-Z_]{4,}: )", -1)) {
      var sentence = SENTENCE.matcher(part);
      if (sentence.matches()) {
        assertThat(found.add(sentence.group(1))).as("%s is explained once", part).isTrue();
      }
    }
    assertThat(found).isEqualTo(new HashSet<>(type.getEnumSymbols()));
  }
}
