package io.chatpush.schemas;

import io.chatpush.events.ChannelMembership;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.DeadLetter;
import io.chatpush.events.DeadLetterAction;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.PushRequest;
import io.chatpush.events.UserDevice;
import io.chatpush.schemas.Topic.Partitioning;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Every topic of chatpush. The README's table of topics is checked against {@link #ALL}. */
public final class Topics {

  public static final String CHAT_MESSAGES = "chat.messages";
  public static final String CHAT_MESSAGES_DEAD_LETTERS = "chat.messages.dead-letters";
  public static final String CHAT_MEMBERSHIPS = "chat.memberships";
  public static final String DEVICE_TOKEN_EVENTS = "push.device-token-events";
  public static final String USER_DEVICES = "push.user-devices";
  public static final String PUSH_COMMANDS = "push.commands";
  public static final String PUSH_COMMANDS_BULK = "push.commands.bulk";
  public static final String PUSH_REQUESTS = "push.requests";
  public static final String PUSH_REQUESTS_BULK = "push.requests.bulk";
  public static final String PUSH_OUTCOMES = "push.outcomes";
  public static final String PUSH_DEAD_LETTERS = "push.dead-letters";
  public static final String DEAD_LETTER_ACTIONS = "push.dead-letter-actions";

  /** In the order of a message's way through them. */
  public static final List<Topic> ALL =
      Stream.of(beforeRetries(), retries(), afterRetries()).flatMap(List::stream).toList();

  private static List<Topic> beforeRetries() {
    return List.of(
        new Topic(
            CHAT_MESSAGES,
            "channel_id",
            ChatMessageEvent.class,
            Partitioning.KEY,
            Duration.ofDays(3),
            false,
            false,
            "chat systems, token-service, dispatch retry",
            "dispatch fan-out"),
        new Topic(
            CHAT_MESSAGES_DEAD_LETTERS,
            "as it came",
            null,
            Partitioning.KEY,
            Duration.ofDays(14),
            false,
            false,
            "dispatch fan-out",
            "operators"),
        new Topic(
            CHAT_MEMBERSHIPS,
            "app|channel|user",
            ChannelMembership.class,
            Partitioning.USER,
            Duration.ofDays(7),
            true,
            false,
            "chat systems",
            "nobody yet"),
        new Topic(
            DEVICE_TOKEN_EVENTS,
            "app|device",
            DeviceTokenEvent.class,
            Partitioning.KEY,
            Duration.ofDays(7),
            false,
            true,
            "token-service, dispatch delivery",
            "token-service ownership"),
        new Topic(
            USER_DEVICES,
            "app|user|device",
            UserDevice.class,
            Partitioning.USER,
            Duration.ofDays(7),
            true,
            false,
            "token-service ownership",
            "dispatch join"),
        commands(PUSH_COMMANDS),
        commands(PUSH_COMMANDS_BULK),
        requests(PUSH_REQUESTS),
        requests(PUSH_REQUESTS_BULK));
  }

  private static List<Topic> retries() {
    return RetryTier.topics().stream().map(Topics::retry).toList();
  }

  private static List<Topic> afterRetries() {
    return List.of(
        new Topic(
            PUSH_OUTCOMES,
            "push_id",
            PushOutcome.class,
            Partitioning.MESSAGE,
            Duration.ofDays(7),
            false,
            false,
            "dispatch delivery, dispatch fan-out, dispatch join",
            "operators, dispatch operations"),
        new Topic(
            PUSH_DEAD_LETTERS,
            "app|user",
            DeadLetter.class,
            Partitioning.KEY,
            Duration.ofDays(14),
            false,
            false,
            "dispatch delivery, dispatch join, dispatch retry",
            "operators, dispatch operations"),
        new Topic(
            DEAD_LETTER_ACTIONS,
            "topic|partition|offset of the letter",
            DeadLetterAction.class,
            Partitioning.KEY,
            Duration.ofDays(7),
            true,
            false,
            "dispatch operations",
            "operators, dispatch operations"));
  }

  private static Topic commands(String name) {
    return new Topic(
        name,
        "app|user of the first recipient",
        PushCommand.class,
        Partitioning.USER,
        Duration.ofDays(1),
        false,
        false,
        "dispatch fan-out, dispatch retry, dispatch operations",
        "dispatch join");
  }

  private static Topic requests(String name) {
    return new Topic(
        name,
        "app|user",
        PushRequest.class,
        Partitioning.USER,
        Duration.ofDays(1),
        false,
        false,
        "dispatch join",
        "dispatch delivery");
  }

  private static Topic retry(String name) {
    return new Topic(
        name,
        "app|user",
        PushCommand.class,
        Partitioning.KEY,
        Duration.ofDays(2),
        false,
        false,
        "dispatch delivery",
        "dispatch retry");
  }

  private Topics() {}
}
