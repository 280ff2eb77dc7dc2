package io.chatpush.service;

import java.util.Optional;

/** Something that works for as long as the service runs, and that may end for good. */
@FunctionalInterface
public interface Worker {

  /**
   * What has ended that only a restart begins again, as a sentence without secrets; empty while it
   * works, waits, has not begun, or was stopped with the service. Never blocks.
   */
  Optional<String> ended();
}
