package io.chatpush.stack.replay;

import io.chatpush.events.ChatEventType;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was said in some channels, as read from a log.
 *
 * @param channels who is where
 * @param messages what was said, the earliest first
 */
public record ChatLog(List<Channel> channels, List<Message> messages) {

  public ChatLog {
    channels = List.copyOf(channels);
    messages = List.copyOf(messages);
  }

  /**
   * A conversation. Whoever is a member at any time is one all along: a log tells who comes, but
   * seldom who leaves.
   *
   * @param id unique among the logs replayed together
   * @param name shown to people; absent in a conversation of two
   * @param members user ids, without repetition
   */
  public record Channel(String id, @Nullable String name, List<String> members) {

    public Channel {
      members = List.copyOf(members);
    }
  }

  /**
   * A message, or another event of a channel.
   *
   * @param channel where it was said
   * @param id within the log; the same id again is an edit of the same message; absent where the
   *     log has none
   * @param type of the event
   * @param sender user id
   * @param senderName shown to people
   * @param text what it says
   * @param media media type of an attachment
   * @param mediaCount number of attachments; 0 where the log does not say it
   * @param reaction emoji or short text of a {@code REACTION}
   * @param mentions user ids addressed by name
   * @param at since the first message of its log
   */
  public record Message(
      Channel channel,
      @Nullable String id,
      ChatEventType type,
      String sender,
      @Nullable String senderName,
      @Nullable String text,
      @Nullable String media,
      int mediaCount,
      @Nullable String reaction,
      List<String> mentions,
      Duration at) {

    public Message {
      mentions = List.copyOf(mentions);
    }

    /** Returns a {@code NEW_MESSAGE} that is only text, of a log without ids. */
    static Message text(
        Channel channel,
        String sender,
        @Nullable String senderName,
        String text,
        List<String> mentions,
        Duration at) {
      return new Message(
          channel,
          null,
          ChatEventType.NEW_MESSAGE,
          sender,
          senderName,
          text,
          null,
          0,
          null,
          mentions,
          at);
    }

    /** Everybody in the channel but the sender. */
    List<String> recipients() {
      return channel.members().stream().filter(member -> !member.equals(sender)).toList();
    }
  }

  /** Everybody in any channel, sorted. */
  public List<String> users() {
    return channels.stream()
        .flatMap(channel -> channel.members().stream())
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .toList();
  }

  /** All logs as one, their first messages at the same time. */
  static ChatLog merge(List<ChatLog> logs) {
    return new ChatLog(
        logs.stream().flatMap(log -> log.channels().stream()).toList(),
        logs.stream()
            .flatMap(log -> log.messages().stream())
            .sorted(Comparator.comparing(Message::at))
            .toList());
  }
}
