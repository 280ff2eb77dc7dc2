package io.chatpush.cli.devices;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chatpush.cli.service.Answer;
import io.chatpush.cli.terminal.Terminal;
import io.chatpush.schemas.text.VisibleText;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ListDevicesCommandTest {

  private static final String HOSTILE = "x\u001b]0;title\u0007\u001b[31mred\r\nforged\u202e\u2028";

  @Test
  void printsOneLineOfPlainTextForEachDevice() throws Exception {
    ObjectNode device = new ObjectMapper().createObjectNode();
    for (String field :
        new String[] {"device_id", "platform", "locale", "time_zone", "app_version"}) {
      device.put(field, HOSTILE);
    }
    device.putObject("address").put("type", HOSTILE).put("value", HOSTILE);
    device.put("registered_at", "2026-01-02T03:04:05Z").put("refreshed_at", "2026-01-02T03:04:05Z");
    ObjectNode answer = new ObjectMapper().createObjectNode();
    answer.putArray("devices").add(device);

    String printed = printed(new Answer(answer).shown());

    assertThat(printed.lines()).hasSize(2);
    assertThat(printed.replace("\n", "").codePoints()).noneMatch(VisibleText::isHidden);
    assertThat(printed).contains("\\u001b]0;title\\u0007\\u001b[31mred\\r\\nforged\\u202e\\u2028");
  }

  private static String printed(JsonNode shown) {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    ListDevicesCommand.print(
        Terminal.writingTo(new PrintStream(written, true, StandardCharsets.UTF_8), false), shown);
    return written.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
