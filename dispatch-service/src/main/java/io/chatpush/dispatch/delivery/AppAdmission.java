package io.chatpush.dispatch.delivery;

import io.chatpush.events.PushRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Keeps an app whose Firebase project is held up from filling the windows, so that requests of
 * other apps behind its own are reached. Such an app may have no more places in a partition's
 * window than are free there: one app takes half of it at most, two take a third each, and so on,
 * and a place is left for every app that comes later. Apps that share a project are held up
 * together; the requests that are parked are those of the app that has sent more. With one app
 * there is no other app to make room for, and its waiting requests are ordinary lag.
 *
 * <p>Used by the consumer's thread, except for the count of finished requests.
 */
final class AppAdmission {

  private final Turns turns;
  private final int window;
  private final Map<Integer, Places> placesByPartition = new HashMap<>();

  /** The requests of one partition that are being worked on. */
  private record Places(AtomicInteger taken, Map<String, AtomicInteger> byApp) {

    AtomicInteger of(String appId) {
      return byApp.computeIfAbsent(appId, a -> new AtomicInteger());
    }
  }

  /**
   * @param window places in the window of one partition
   */
  AppAdmission(Turns turns, int window) {
    this.turns = turns;
    this.window = window;
  }

  /**
   * Whether the app already holds its share of this partition's window, so that this request must
   * be parked.
   */
  boolean mustPark(ConsumerRecord<?, ?> record, PushRequest request) {
    if (!turns.hasSeveralApps()) {
      return false;
    }
    Places places = places(record);
    int free = window - places.taken().get();
    String app = request.getPush().getMessage().getAppId();
    return places.of(app).get() >= Math.max(1, free) && turns.isHeldUp(app);
  }

  /** Counts the request as long as the work lasts. */
  CompletableFuture<Void> with(
      ConsumerRecord<?, ?> record, PushRequest request, Supplier<CompletableFuture<Void>> work) {
    if (!turns.hasSeveralApps()) {
      return work.get();
    }
    Places places = places(record);
    AtomicInteger ofApp = places.of(request.getPush().getMessage().getAppId());
    places.taken().incrementAndGet();
    ofApp.incrementAndGet();
    return work.get()
        .whenComplete((done, failure) -> {
          places.taken().decrementAndGet();
          ofApp.decrementAndGet();
        });
  }

  void forget(int partition) {
    placesByPartition.remove(partition);
  }

  private Places places(ConsumerRecord<?, ?> record) {
    return placesByPartition.computeIfAbsent(
        record.partition(), p -> new Places(new AtomicInteger(), new HashMap<>()));
  }
}
