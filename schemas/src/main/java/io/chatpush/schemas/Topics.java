package io.chatpush.schemas;

import io.chatpush.events.ChannelMembership;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.DeadLetter;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.PushRequest;
import io.chatpush.events.UserDevice;
import io.chatpush.schemas.Topic.Partitioning;
import java.time.Duration;
import java.util.List;

/** Every topic of chatpush. The README's table of topics is checked against {@link #ALL}. */
public final class Topics {

  public static final String CHAT_MESSAGES = "chat.messages";
  public static final String CHAT_MESSAGES_DEAD_LETTERS = "chat.messages.dead-letters";
  public static final String CHAT_MEMBERSHIPS = "chat.memberships";
  public static final String DEVICE_TOKEN_EVENTS = "push.device-token-events";
  public static final String USER_DEVICES = "push.user-devices";
  public static final String PUSH_COMMANDS = "push.commands";
  public static final String PUSH_REQUESTS = "push.requests";
  public static final String PUSH_RETRY_10S = "push.retry.10s";
  public static final String PUSH_OUTCOMES = "push.outcomes";
  public static final String PUSH_DEAD_LETTERS = "push.dead-letters";

  /** In the order of a message's way through them. */
  public static final List<Topic> ALL =
      List.of(
          new Topic(
              CHAT_MESSAGES,
              "channel_id",
              ChatMessageEvent.class,
              Partitioning.KEY,
              Duration.ofDays(3),
              false,
              "chat systems",
              "dispatch fan-out"),
          new Topic(
              CHAT_MESSAGES_DEAD_LETTERS,
              "as it came",
              null,
              Partitioning.KEY,
              Duration.ofDays(14),
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
              "chat systems",
              "nobody yet"),
          new Topic(
              DEVICE_TOKEN_EVENTS,
              "app|device",
              DeviceTokenEvent.class,
              Partitioning.KEY,
              Duration.ofDays(7),
              false,
              "token-service, dispatch delivery",
              "token-service ownership"),
          new Topic(
              USER_DEVICES,
              "app|user|device",
              UserDevice.class,
              Partitioning.USER,
              Duration.ofDays(7),
              true,
              "token-service ownership",
              "dispatch join"),
          new Topic(
              PUSH_COMMANDS,
              "app|user of the first recipient",
              PushCommand.class,
              Partitioning.USER,
              Duration.ofDays(1),
              false,
              "dispatch fan-out, dispatch retry",
              "dispatch join"),
          new Topic(
              PUSH_REQUESTS,
              "app|user",
              PushRequest.class,
              Partitioning.USER,
              Duration.ofDays(1),
              false,
              "dispatch join",
              "dispatch delivery"),
          new Topic(
              PUSH_RETRY_10S,
              "app|user",
              PushCommand.class,
              Partitioning.KEY,
              Duration.ofDays(2),
              false,
              "dispatch delivery",
              "dispatch retry"),
          new Topic(
              PUSH_OUTCOMES,
              "push_id",
              PushOutcome.class,
              Partitioning.KEY,
              Duration.ofDays(7),
              false,
              "dispatch delivery, dispatch join",
              "operators"),
          new Topic(
              PUSH_DEAD_LETTERS,
              "app|user",
              DeadLetter.class,
              Partitioning.KEY,
              Duration.ofDays(14),
              false,
              "dispatch delivery",
              "operators"));

  private Topics() {}
}
