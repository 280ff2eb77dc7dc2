package io.chatpush.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.schemas.text.VisibleText;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class VisibleJsonTest {

  @Test
  void escapesWhatATerminalWouldActUpon() {
    assertThat(VisibleJson.mapper().writeValueAsString("a\u001b\u007f\u009b\u202e\u2028\u200bä👍"))
        .isEqualToIgnoringCase("\"a\\u001b\\u007f\\u009b\\u202e\\u2028\\u200bä\\ud83d\\udc4d\"");
  }

  @Property
  void meansTheSame(@ForAll String name, @ForAll String value) {
    Map<String, String> object = Map.of(name, value);

    byte[] bytes = VisibleJson.mapper().writeValueAsBytes(object);

    String json = new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    assertThat(json.codePoints()).noneMatch(VisibleText::isHidden);
    assertThat(JsonMapper.shared().readTree(bytes))
        .isEqualTo(JsonMapper.shared().valueToTree(object));
  }
}
