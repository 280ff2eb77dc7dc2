package io.chatpush.dispatch.fcm.message;

import io.chatpush.apps.EventSettings.Android;
import io.chatpush.apps.EventSettings.Apns;
import io.chatpush.apps.EventSettings.Display;
import io.chatpush.apps.EventSettings.Web;
import io.chatpush.dispatch.push.PushOptions;
import io.chatpush.events.MessagePriority;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Options of which each is present or not, with values that FCM takes. */
final class RandomOptions {

  private static final String[] WORDS = {
    "a",
    "Default",
    "chat-1",
    "with blank",
    "ümlaut",
    "漢字",
    "👩‍👩‍👧",
    "\"quoted\\\"",
    "line\nbreak",
    "\u2028"
  };

  private final RandomGenerator random;

  RandomOptions(RandomGenerator random) {
    this.random = random;
  }

  PushOptions next() {
    return new PushOptions(
        one(Display.values()),
        random.nextBoolean(),
        one(MessagePriority.values()),
        maybe(this::url),
        maybe(this::url),
        maybe(this::word),
        maybe(this::count),
        maybe(this::count),
        maybe(this::word),
        maybe(this::word),
        maybe(this::key),
        maybe(this::word),
        random.nextBoolean(),
        maybe(() -> "label-" + random.nextInt(100)),
        maybe(this::word),
        maybe(this::word),
        maybe(this::key),
        maybe(this::word),
        android(),
        apns(),
        web());
  }

  private Android android() {
    return new Android(
        maybe(this::word),
        null,
        null,
        maybe(this::word),
        maybe(() -> "#%06x".formatted(random.nextInt(0x1000000))),
        null,
        maybe(() -> one(Android.Visibility.values())),
        maybe(() -> one(Android.NotificationPriority.values())),
        maybe(random::nextBoolean),
        maybe(random::nextBoolean),
        maybe(random::nextBoolean));
  }

  private Apns apns() {
    return new Apns(
        null,
        maybe(() -> one(0.25, 0.5, 1.0)),
        random.nextBoolean(),
        maybe(random::nextBoolean),
        maybe(() -> one(Apns.InterruptionLevel.values())),
        maybe(() -> one(0.0, 0.5, 1.0)),
        maybe(this::word));
  }

  private Web web() {
    List<Web.Action> actions = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      actions.add(new Web.Action(word(), word(), maybe(this::url)));
    }
    return new Web(
        maybe(() -> one(Web.Urgency.values())),
        null,
        null,
        maybe(random::nextBoolean),
        maybe(random::nextBoolean),
        maybe(this::url),
        maybe(this::url),
        actions);
  }

  private <T> @Nullable T maybe(Supplier<T> value) {
    return random.nextBoolean() ? value.get() : null;
  }

  @SafeVarargs
  private <T> T one(T... of) {
    return of[random.nextInt(of.length)];
  }

  private int count() {
    return one(0, 1, 99, Integer.MAX_VALUE);
  }

  private String word() {
    return one(WORDS);
  }

  private String url() {
    return "https://chat.example.com/" + random.nextInt(1_000) + "?a=b&c=%20";
  }

  /** Returns a collapse key; some are topics and some are visible ASCII. */
  private String key() {
    return one("topic_-1", "t".repeat(32), "t".repeat(33), "k".repeat(64), "k".repeat(65), word());
  }
}
