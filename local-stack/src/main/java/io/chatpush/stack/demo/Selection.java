package io.chatpush.stack.demo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Selects the notifications that the demonstration shows: few, and each different. */
final class Selection {

  private static final int PAIRS = 2;

  private final int most;
  private final List<Notification> selected = new ArrayList<>();
  private final Set<String> bodies = new HashSet<>();
  private final Map<String, Integer> byDevice = new HashMap<>();

  private Selection(int most) {
    this.most = most;
  }

  /**
   * Returns first pairs of one message in two languages, side by side, and then others: no two with
   * the same body, and one of every device before a second one of any device.
   *
   * @param all the newest first
   * @param most how many to return at most
   */
  static List<Notification> of(Collection<Notification> all, int most) {
    Selection selection = new Selection(most);
    List<Notification> latest = latest(all);
    selection.addPairs(latest);
    selection.addOthers(latest);
    return List.copyOf(selection.selected);
  }

  /** A push replaces an earlier one of the same message on its device. */
  private static List<Notification> latest(Collection<Notification> all) {
    Set<List<String>> seen = new HashSet<>();
    return all.stream().filter(each -> seen.add(List.of(each.messageId(), each.device()))).toList();
  }

  private void addPairs(List<Notification> all) {
    Map<String, List<Notification>> byMessage = new LinkedHashMap<>();
    all.forEach(
        each -> byMessage.computeIfAbsent(each.messageId(), id -> new ArrayList<>()).add(each));
    int pairs = 0;
    for (List<Notification> ofMessage : byMessage.values()) {
      Notification first = ofMessage.getFirst();
      Notification second =
          ofMessage.stream().filter(each -> isInOtherWords(each, first)).findFirst().orElse(null);
      if (second != null && pairs < PAIRS && selected.size() + 2 <= most) {
        add(first);
        add(second);
        pairs++;
      }
    }
  }

  private static boolean isInOtherWords(Notification one, Notification other) {
    return !one.language().equals(other.language()) && !one.body().equals(other.body());
  }

  private void addOthers(List<Notification> all) {
    for (int round = 0; selected.size() < most && round < most; round++) {
      for (Notification each : all) {
        if (selected.size() < most
            && byDevice.getOrDefault(each.device(), 0) == round
            && !bodies.contains(each.body())) {
          add(each);
        }
      }
    }
  }

  private void add(Notification notification) {
    selected.add(notification);
    bodies.add(notification.body());
    byDevice.merge(notification.device(), 1, Integer::sum);
  }
}
