package io.chatpush.supervision;

import java.util.Optional;

/**
 * A part of a service that works in the background for as long as the service runs, such as a
 * consumer or a stream. Implementations are thread-safe: the {@link Supervisor} calls {@link
 * #condition} from its own thread, and {@link #outsideCause} and {@link #heal} from others, one
 * call of the two at a time for each part.
 */
public interface Supervised {

  /** The name of the part in health, logs and meters: unique in the service and constant. */
  String name();

  /** What the part is doing now. Never blocks. */
  Condition condition();

  /**
   * Why a restart of the part, or of the service, cannot help: for example, Kafka does not answer,
   * or it refuses a permission. Asked only while the part is broken. May block for some seconds.
   *
   * @return a whole sentence without its full stop and without secrets; empty if no such cause is
   *     known, so that a restart is worth a try
   */
  default Optional<String> outsideCause() {
    return Optional.empty();
  }

  /**
   * Replaces what no longer works by something new, such as a consumer object. May block for as
   * long as an orderly stop takes. Does nothing after the part was stopped with the service.
   *
   * @throws Exception if that failed; it is tried again later
   */
  void heal() throws Exception;
}
