package io.chatpush.stack.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chatpush.cli.terminal.CommandException;
import io.chatpush.events.ChatEventType;
import io.chatpush.stack.replay.ChatLog.Channel;
import io.chatpush.stack.replay.ChatLog.Message;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log with one JSON object a line; {@link #DESCRIPTION} is its definition. Channels of
 * several files are told apart by their ids alone.
 */
final class JsonLinesLog {

  /** For {@code --help}. */
  static final String DESCRIPTION =
      "jsonl: one JSON object a line. A message: channel and sender (user id), and what there is of"
          + " text, media (media type), sender_name, channel_name, mentions (user ids), at (such as"
          + " 2026-03-01T09:30:00Z) and id (the same again is an edit); also type (of the event, such"
          + " as REACTION, INVITED_TO_CHANNEL or CALL; default: NEW_MESSAGE), reaction (emoji or short"
          + " text of a REACTION) and media_count (number of attachments). Members are all who send"
          + " something, and those that a line with channel and members (user ids) names.";

  /**
   * The types that a line can have. {@code CUSTOM} is not one of them, because a line does not name
   * the app's own type.
   */
  private static final Map<String, ChatEventType> TYPES =
      Arrays.stream(ChatEventType.values())
          .filter(type -> type != ChatEventType.UNKNOWN && type != ChatEventType.CUSTOM)
          .collect(
              Collectors.toMap(
                  ChatEventType::name, type -> type, (one, _) -> one, LinkedHashMap::new));

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String file;
  private final Map<String, Set<String>> members = new LinkedHashMap<>();
  private final Map<String, String> names = new LinkedHashMap<>();
  private final List<Line> lines = new ArrayList<>();

  /** A line with a sender, of which the type and the number of attachments have been checked. */
  private record Line(JsonNode node, ChatEventType type, int mediaCount) {}

  private JsonLinesLog(String file) {
    this.file = file;
  }

  /**
   * Reads a log.
   *
   * @param file its name, for complaints
   * @throws CommandException naming the first line that is not as described
   */
  static ChatLog parse(String file, String text) {
    JsonLinesLog log = new JsonLinesLog(file);
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (!line.isBlank()) {
        log.read(line, number);
      }
    }
    return log.toChatLog();
  }

  private void read(String line, int number) {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new CommandException(file + ", line " + number + ": this is not JSON.", e);
    }
    String channel = text(node, "channel");
    if (channel == null) {
      throw new CommandException(file + ", line " + number + ": there is no channel.");
    }
    Set<String> inChannel = members.computeIfAbsent(channel, id -> new LinkedHashSet<>());
    String name = text(node, "channel_name");
    if (name != null) {
      names.put(channel, name);
    }
    node.path("members").forEach(member -> inChannel.add(member.asText()));
    String sender = text(node, "sender");
    if (sender != null) {
      inChannel.add(sender);
      lines.add(new Line(node, type(node, number), mediaCount(node, number)));
    } else if (!node.has("members")) {
      throw new CommandException(
          file + ", line " + number + ": there is neither a sender nor members.");
    }
  }

  private ChatEventType type(JsonNode node, int number) {
    String name = text(node, "type");
    if (name == null) {
      return ChatEventType.NEW_MESSAGE;
    }
    ChatEventType type = TYPES.get(name);
    if (type == null) {
      throw new CommandException(
          "%s, line %d: the type \"%s\" is not one of %s."
              .formatted(file, number, name, String.join(", ", TYPES.keySet())));
    }
    return type;
  }

  private int mediaCount(JsonNode node, int number) {
    JsonNode count = node.path("media_count");
    if (count.isMissingNode() || count.isNull()) {
      return 0;
    }
    if (!count.isIntegralNumber() || !count.canConvertToInt() || count.intValue() < 0) {
      throw new CommandException(
          "%s, line %d: media_count must be a number such as 3.".formatted(file, number));
    }
    return count.intValue();
  }

  private ChatLog toChatLog() {
    Map<String, Channel> channels = new LinkedHashMap<>();
    members.forEach(
        (id, users) -> channels.put(id, new Channel(id, names.get(id), List.copyOf(users))));
    List<Message> result = new ArrayList<>();
    Instant first = null;
    Duration at = Duration.ZERO;
    for (Line line : lines) {
      Instant time = time(line.node());
      if (time != null) {
        first = first == null ? time : first;
        Duration since = Duration.between(first, time);
        at = since.compareTo(at) > 0 ? since : at;
      }
      result.add(message(line, channels, at));
    }
    return new ChatLog(List.copyOf(channels.values()), result);
  }

  private static Message message(Line line, Map<String, Channel> channels, Duration at) {
    JsonNode node = line.node();
    Channel channel = channels.get(node.path("channel").asText());
    if (channel == null) {
      throw new IllegalStateException("every channel was seen before");
    }
    List<String> mentions = new ArrayList<>();
    node.path("mentions").forEach(mention -> mentions.add(mention.asText()));
    return new Message(
        channel,
        text(node, "id"),
        line.type(),
        node.path("sender").asText(),
        text(node, "sender_name"),
        text(node, "text"),
        text(node, "media"),
        line.mediaCount(),
        text(node, "reaction"),
        mentions,
        at);
  }

  private @Nullable Instant time(JsonNode node) {
    String at = text(node, "at");
    try {
      return at == null ? null : Instant.parse(at);
    } catch (DateTimeException e) {
      throw new CommandException(
          file + ": \"" + at + "\" is not a time such as 2026-03-01T09:30:00Z.", e);
    }
  }

  private static @Nullable String text(JsonNode node, String field) {
    JsonNode value = node.get(field);
    return value == null || value.isNull() ? null : value.asText();
  }
}
