package io.chatpush.dispatch.fcm.credentials;

import io.chatpush.dispatch.fcm.credentials.CredentialsFile.Finding.Kept;
import io.chatpush.dispatch.fcm.credentials.CredentialsFile.Finding.Taken;
import io.chatpush.dispatch.fcm.credentials.CredentialsFile.Finding.Unchanged;
import io.chatpush.supervision.Supervised;
import io.chatpush.supervision.SupervisedParts;
import io.chatpush.supervision.SupervisedTask;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the credentials files of all apps over and over, on a thread of its own. At what is in
 * them: a Secret that Kubernetes mounts changes by a symbolic link beside the file, of which
 * neither a watch of the file nor its time tells for sure.
 */
public final class CredentialsReload implements AutoCloseable, SupervisedParts {

  /**
   * A file to look at.
   *
   * @param file of one app
   * @param whenTaken is run when another key has come into use
   */
  public record Watch(CredentialsFile file, Runnable whenTaken) {}

  private static final Logger log = LoggerFactory.getLogger(CredentialsReload.class);

  private final Supplier<List<Watch>> watches;
  private final CredentialsMeters meters;
  private final SupervisedTask task;

  /** Those of the last look, by app; changed by the thread that looks. */
  private final Map<String, Watched> apps = new ConcurrentHashMap<>();

  private CredentialsReload(
      Supplier<List<Watch>> watches, Duration interval, CredentialsMeters meters) {
    this.watches = watches;
    this.meters = meters;
    follow();
    task = new SupervisedTask("fcm-credentials-check", interval, this::check, Optional::empty);
  }

  /**
   * Starts to look at the files.
   *
   * @param watches the files of the apps as they are at each look
   * @param interval between two looks
   */
  public static CredentialsReload start(
      Supplier<List<Watch>> watches, Duration interval, MeterRegistry registry) {
    CredentialsReload reload =
        new CredentialsReload(watches, interval, new CredentialsMeters(registry));
    reload.task.start(interval);
    return reload;
  }

  /** Why the file of an app cannot be used, by app id; empty as it should be. */
  public Map<String, String> kept() {
    Map<String, String> kept = new TreeMap<>();
    for (Watched app : apps.values()) {
      String reason = app.kept;
      if (reason != null) {
        kept.put(app.id, reason);
      }
    }
    return kept;
  }

  /** Takes over which files there are: an app may have another one, and apps come and go. */
  private void follow() {
    Map<String, Watch> wanted = new HashMap<>();
    watches.get().forEach(watch -> wanted.put(watch.file().appId(), watch));
    apps.values().removeIf(app -> !app.isOf(wanted.get(app.id)));
    wanted.forEach((id, watch) ->
        apps.computeIfAbsent(
            id,
            _ -> {
              meters.watchKept(id, () -> isKept(id));
              return new Watched(watch, meters);
            }));
  }

  private boolean isKept(String appId) {
    Watched app = apps.get(appId);
    return app != null && app.kept != null;
  }

  private void check() {
    follow();
    for (Watched app : apps.values()) {
      try {
        app.check();
      } catch (RuntimeException e) {
        // One app does not keep the others from being checked. Without the message: it may quote
        // the file.
        log.error("The credentials of app {} cannot be checked: {}", app.id, e.getClass());
      }
    }
  }

  @Override
  public List<? extends Supervised> parts() {
    return List.of(task);
  }

  @Override
  public void close() {
    task.close();
  }

  /** An app whose file is looked at by one thread. */
  private static final class Watched {

    private final String id;
    private final CredentialsFile file;
    private final Runnable whenTaken;
    private final Counter taken;
    private volatile @Nullable String kept;

    Watched(Watch watch, CredentialsMeters meters) {
      id = watch.file().appId();
      file = watch.file();
      whenTaken = watch.whenTaken();
      taken = meters.taken(id);
    }

    boolean isOf(@Nullable Watch watch) {
      return watch != null && watch.file() == file;
    }

    void check() {
      String before = kept;
      switch (file.check()) {
        case Unchanged() -> {
          if (before != null) {
            log.info("The credentials file of app {} holds the key in use again", id);
          }
          kept = null;
        }
        case Taken() -> {
          log.info("The credentials file of app {} has changed, its new key is in use", id);
          taken.increment();
          kept = null;
          whenTaken.run();
        }
        case Kept(String reason) -> {
          if (!reason.equals(before)) {
            log.warn("App {} goes on with the key from before: {}", id, reason);
          }
          kept = reason;
        }
      }
    }
  }
}
