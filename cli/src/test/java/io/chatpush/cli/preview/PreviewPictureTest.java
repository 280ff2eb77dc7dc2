package io.chatpush.cli.preview;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chatpush.cli.service.Answer;
import io.chatpush.cli.terminal.Terminal;
import io.chatpush.schemas.text.VisibleText;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreviewPictureTest {

  private final PreviewPicture picture = new PreviewPicture(Terminal.silent());

  @Test
  void showsTitleBodySizeAndNotices() throws Exception {
    assertThat(
            picture.draw(
                prose(
                    """
                    {"message": "m", "event_type": "CUSTOM", "custom_type": "order",
                     "notices": ["The type is off."],
                     "renderings": [{"platform": "WEB", "locale": "de", "title": "T", "body": "B",
                       "shortened": true, "bytes": 4090, "bytes_remaining": 6, "notices": ["N"]}]}
                    """)))
        .containsExactly(
            "m · order · 1 rendering",
            "! The type is off.",
            "",
            "WEB de · 4,090 of 4,096 bytes · shortened",
            "  T",
            "  B",
            "  ! N");
  }

  /** The marks around a name are not seen on a device, and the emoji of several parts is one. */
  @Test
  void showsATextAsADeviceDoesButObeysNothingInIt() throws Exception {
    List<String> lines =
        picture.draw(
            prose(
                """
                {"message": "m", "event_type": "E", "renderings": [
                  {"platform": "WEB", "locale": "en", "title": "\\u2068Maya\\u2069 👩\u200d💻",
                   "body": "a\\u001b[2J\\nforged\\u202e", "bytes": 1, "bytes_remaining": 1}]}
                """));

    assertThat(lines).contains("  Maya 👩\u200d💻", "  a\\u001b[2J\\nforged\\u202e");
    assertThat(String.join("", lines).replace("\u200d", "").codePoints())
        .noneMatch(VisibleText::isHidden);
  }

  @Test
  void saysThatAPushHasNoText() throws Exception {
    assertThat(
            picture.draw(
                prose(
                    """
                    {"message": "m", "event_type": "E", "renderings": [
                      {"platform": "WEB", "locale": "en", "bytes": 1, "bytes_remaining": 1}]}
                    """)))
        .contains("  (data only)");
  }

  private static JsonNode prose(String json) throws Exception {
    return new Answer(new ObjectMapper().readTree(json)).prose();
  }
}
