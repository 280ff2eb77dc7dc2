package io.chatpush.service;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a service reports once, when it is ready: a title, and a line for each fact of its parts. It
 * is one event of the log.
 */
public final class StartReport {

  private static final Logger log = LoggerFactory.getLogger(StartReport.class);

  private final String title;
  private final List<StartFacts> parts;

  /**
   * @param parts in the order of the lines
   */
  public StartReport(String title, List<StartFacts> parts) {
    this.title = title;
    this.parts = List.copyOf(parts);
  }

  /** Logs it. */
  public void say() {
    log.info("{}", text());
  }

  String text() {
    List<StartFact> facts = new ArrayList<>();
    for (StartFacts part : parts) {
      try {
        facts.addAll(part.facts());
      } catch (RuntimeException e) {
        // Without the message: it may quote a setting. The service works all the same.
        facts.add(new StartFact("not known", e.getClass().getSimpleName()));
      }
    }
    int width = facts.stream().mapToInt(fact -> fact.name().length()).max().orElse(0);
    StringBuilder text = new StringBuilder(title);
    for (StartFact fact : facts) {
      text.append("\n  ")
          .append(fact.name())
          .repeat(' ', width - fact.name().length() + 2)
          // One line of a setting is one line of the log.
          .append(fact.text().replaceAll("\\p{Cntrl}", " "));
    }
    return text.toString();
  }
}
