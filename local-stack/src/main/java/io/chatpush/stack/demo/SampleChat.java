package io.chatpush.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chatpush.events.Platform;
import io.chatpush.stack.replay.ChatLog;
import io.chatpush.stack.replay.Device;
import io.chatpush.stack.replay.LogFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The chat of the demonstration, from the resources {@code chat.jsonl} and {@code devices.jsonl}: a
 * user called with a {@code |}, right-to-left text, emoji, a text too long for a notification, an
 * edited image, three photos at once, an invitation, reactions (which the local stack has switched
 * off), a user without a device, devices in several languages, and addresses that FCM is slow for,
 * fails once for, or no longer knows.
 *
 * @param log what is said
 * @param devices of those who read it
 */
record SampleChat(ChatLog log, List<Device> devices) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static SampleChat load() {
    List<Device> devices = new ArrayList<>();
    resource("devices.jsonl")
        .lines()
        .forEach(line -> {
          JsonNode node = json(line);
          devices.add(
              new Device(
                  node.path("user").asText(),
                  node.path("device").asText(),
                  node.path("address").asText(),
                  Platform.valueOf(node.path("platform").asText()),
                  node.path("locale").asText()));
        });
    return new SampleChat(LogFormat.jsonl.parse("chat", resource("chat.jsonl")), devices);
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = SampleChat.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The resource " + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
