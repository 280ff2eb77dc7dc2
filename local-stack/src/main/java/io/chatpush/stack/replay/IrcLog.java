package io.chatpush.stack.replay;

import io.chatpush.stack.replay.ChatLog.Channel;
import io.chatpush.stack.replay.ChatLog.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a channel's log as IRC clients write it. {@code [HH:MM] <nick> text} is a message; {@code
 * === nick [host] has joined #channel} makes a member who may never speak. Everything else (leaves,
 * renames, actions, modes) says nothing that is pushed and is passed over.
 *
 * <p>Members are all who speak or are seen to join. A nick is a user: who changes nick is another
 * user from then on, as the log cannot tell otherwise. A message that begins {@code nick:} or
 * {@code nick,} mentions that member.
 */
final class IrcLog {

  private static final Pattern MESSAGE =
      Pattern.compile("\\[(\\d\\d):(\\d\\d)] <([^>]+)> ?(.*)", Pattern.DOTALL);
  private static final Pattern JOIN = Pattern.compile("=== (\\S+)\\s+\\[\\S*]\\s+has joined .*");
  private static final Pattern ADDRESS = Pattern.compile("(\\S+?)[:,]\\s.*", Pattern.DOTALL);

  private static final int MINUTES_A_DAY = 24 * 60;

  private IrcLog() {}

  /**
   * Reads the log of one channel.
   *
   * @param channelId of the channel, by which the log is called
   * @param text all of it
   */
  static ChatLog parse(String channelId, String text) {
    List<Line> lines = new ArrayList<>();
    Set<String> members = new LinkedHashSet<>();
    for (String line : text.split("\n", -1)) {
      String content = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      Matcher message = MESSAGE.matcher(content);
      Matcher join = JOIN.matcher(content);
      if (message.matches()) {
        int minute = Integer.parseInt(message.group(1)) * 60 + Integer.parseInt(message.group(2));
        members.add(message.group(3));
        lines.add(new Line(minute, message.group(3), message.group(4)));
      } else if (join.matches()) {
        members.add(join.group(1));
      }
    }
    Channel channel = new Channel(channelId, "#" + channelId, List.copyOf(members));
    return new ChatLog(List.of(channel), messages(channel, lines));
  }

  private record Line(int minuteOfDay, String nick, String text) {}

  private static List<Message> messages(Channel channel, List<Line> lines) {
    Map<String, String> byLowerCase = new TreeMap<>();
    channel.members().forEach(nick -> byLowerCase.put(nick.toLowerCase(Locale.ROOT), nick));
    List<Duration> times = times(lines.stream().map(Line::minuteOfDay).toList());
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      List<String> mentions =
          mention(line.text(), byLowerCase).filter(nick -> !nick.equals(line.nick())).stream()
              .toList();
      messages.add(
          Message.text(channel, line.nick(), line.nick(), line.text(), mentions, times.get(i)));
    }
    return messages;
  }

  private static Optional<String> mention(String text, Map<String, String> byLowerCase) {
    Matcher matcher = ADDRESS.matcher(text);
    return matcher.matches()
        ? Optional.ofNullable(byLowerCase.get(matcher.group(1).toLowerCase(Locale.ROOT)))
        : Optional.empty();
  }

  /**
   * Times since the first message, from minutes of the day: midnight goes on, a clock set back
   * stands still, and the messages of a minute are spread evenly over it.
   */
  static List<Duration> times(List<Integer> minutesOfDay) {
    List<Integer> minutes = new ArrayList<>();
    int elapsed = 0;
    for (int i = 0; i < minutesOfDay.size(); i++) {
      if (i > 0) {
        int step = Math.floorMod(minutesOfDay.get(i) - minutesOfDay.get(i - 1), MINUTES_A_DAY);
        elapsed += step > MINUTES_A_DAY / 2 ? 0 : step;
      }
      minutes.add(elapsed);
    }
    List<Duration> times = new ArrayList<>();
    int begin = 0;
    while (begin < minutes.size()) {
      int end = begin;
      while (end < minutes.size() && minutes.get(end).equals(minutes.get(begin))) {
        end++;
      }
      for (int i = begin; i < end; i++) {
        times.add(
            Duration.ofMinutes(minutes.get(i))
                .plus(Duration.ofMinutes(1).multipliedBy(i - begin).dividedBy(end - begin)));
      }
      begin = end;
    }
    return times;
  }
}
