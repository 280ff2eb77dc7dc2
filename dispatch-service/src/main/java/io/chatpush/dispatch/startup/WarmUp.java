package io.chatpush.dispatch.startup;

import io.chatpush.service.StartupStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rehearses for a while, once everything is there and before anything is consumed: a cold JVM
 * answers the first thousand pushes in seconds, and what waits behind them times out. Never keeps
 * the service from being ready for longer than its time.
 */
final class WarmUp implements StartupStep {

  private static final Logger log = LoggerFactory.getLogger(WarmUp.class);

  private final List<Rehearsal> rehearsals;
  private final Duration duration;

  WarmUp(List<Rehearsal> rehearsals, Duration duration) {
    this.rehearsals = List.copyOf(rehearsals);
    this.duration = duration;
  }

  @Override
  public String waitingFor() {
    return "the warm-up of " + duration.toMillis() + " ms";
  }

  @Override
  public void attempt() throws InterruptedException {
    long end = System.nanoTime() + duration.toNanos();
    List<Rehearsal> going = new ArrayList<>(rehearsals);
    int rounds = 0;
    try {
      while (!going.isEmpty() && System.nanoTime() - end < 0) {
        for (Rehearsal rehearsal : List.copyOf(going)) {
          if (!rehearse(rehearsal)) {
            going.remove(rehearsal);
          }
        }
        rounds++;
      }
    } finally {
      rehearsals.forEach(Rehearsal::end);
    }
    log.info("Warmed up by {} rehearsals", rounds);
  }

  private static boolean rehearse(Rehearsal rehearsal) throws InterruptedException {
    try {
      rehearsal.rehearse();
      return true;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      log.warn("No warm-up by {}", rehearsal.getClass().getSimpleName(), e);
      return false;
    }
  }
}
