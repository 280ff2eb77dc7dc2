package io.chatpush.service;

import java.util.List;

/** What a room has to say when the service has started: what it is connected to, how it is set. */
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
