package io.chatpush.dispatch.fanout;

import io.chatpush.dispatch.push.CommandLimits;
import io.chatpush.events.Lane;
import io.chatpush.events.Push;
import io.chatpush.events.PushCommand;
import io.chatpush.schemas.RecordKeys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Splits the recipients of an event into commands. The recipients of a command have their devices
 * in one partition. A big audience goes through the bulk lane in small commands, except those who
 * are mentioned.
 *
 * @param bulkAbove more recipients than this are a big audience
 * @param partitions how many partitions {@code push.commands} has
 */
record CommandSplit(int bulkAbove, int partitions) {

  /** The largest number of recipients of a command of the bulk lane. */
  static final int MAX_RECIPIENTS_BULK = 12;

  /**
   * Returns the commands.
   *
   * @param common what the commands share beside the envelope; built for each, as a copy of a
   *     record would copy the contents, too
   * @param direct the envelope in the direct lane
   * @param mentions users who are addressed by name
   */
  List<PushCommand> split(
      PushCommand.Builder common,
      Push direct,
      List<String> recipients,
      Collection<String> mentions) {
    List<PushCommand> commands = new ArrayList<>();
    if (recipients.size() <= bulkAbove) {
      add(commands, common, direct, recipients);
      return commands;
    }
    Push bulk = Push.newBuilder(direct).setLane(Lane.BULK).build();
    Map<Boolean, List<String>> byMention =
        recipients.stream().collect(Collectors.partitioningBy(Set.copyOf(mentions)::contains));
    add(commands, common, direct, byMention.getOrDefault(true, List.of()));
    add(commands, common, bulk, byMention.getOrDefault(false, List.of()));
    return commands;
  }

  private void add(
      List<PushCommand> commands, PushCommand.Builder common, Push push, List<String> recipients) {
    int most = push.getLane() == Lane.BULK ? MAX_RECIPIENTS_BULK : CommandLimits.MAX_RECIPIENTS;
    String appId = push.getMessage().getAppId();
    Map<Integer, List<String>> byPartition = new TreeMap<>();
    for (String recipient : recipients) {
      byPartition
          .computeIfAbsent(
              RecordKeys.userPartition(appId, recipient, partitions), _ -> new ArrayList<>())
          .add(recipient);
    }
    common.setPush(push);
    for (List<String> users : byPartition.values()) {
      for (int from = 0; from < users.size(); from += most) {
        commands.add(
            common.setRecipients(users.subList(from, Math.min(users.size(), from + most))).build());
      }
    }
  }
}
