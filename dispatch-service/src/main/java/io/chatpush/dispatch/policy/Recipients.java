package io.chatpush.dispatch.policy;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Who of an audience gets a push, and who does not although listed; each is in one of the lists,
 * once.
 *
 * @param told those who get one
 * @param sender the sender, where listed: nobody gets a push for what he did himself
 * @param excluded those whom the chat system lists and excludes
 */
public record Recipients(List<String> told, List<String> sender, List<String> excluded) {

  /** Sorts those listed. */
  public static Recipients of(
      Collection<String> listed, String senderId, Collection<String> excluded) {
    LinkedHashSet<String> told = new LinkedHashSet<>(listed);
    List<String> sender = told.remove(senderId) ? List.of(senderId) : List.of();
    List<String> left = excluded.stream().filter(told::remove).toList();
    return new Recipients(List.copyOf(told), sender, left);
  }
}
