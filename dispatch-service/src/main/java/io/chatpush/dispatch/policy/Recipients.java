package io.chatpush.dispatch.policy;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/** Who of an audience gets a push. */
public final class Recipients {

  private Recipients() {}

  /**
   * Those listed, each once, without the sender, who never gets a push for what he did himself, and
   * without those the chat system excludes.
   */
  public static List<String> of(
      Collection<String> listed, String senderId, Collection<String> excluded) {
    LinkedHashSet<String> recipients = new LinkedHashSet<>(listed);
    recipients.remove(senderId);
    excluded.forEach(recipients::remove);
    return List.copyOf(recipients);
  }
}
