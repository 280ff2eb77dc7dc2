package io.chatpush.service;

import java.util.List;

/**
 * What a part of the service reports when the service has started: what it is connected to, and how
 * it is configured.
 */
@FunctionalInterface
public interface StartFacts {

  /** Asked once, when everything that the service needs is there. May block for some seconds. */
  List<StartFact> facts();

  /** One fact that is known already. */
  static StartFacts of(String name, String text) {
    List<StartFact> fact = List.of(new StartFact(name, text));
    return () -> fact;
  }
}
