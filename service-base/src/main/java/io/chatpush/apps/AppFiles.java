package io.chatpush.apps;

import io.chatpush.apps.AppFileReader.Reading.Read;
import io.chatpush.apps.AppFileReader.Reading.Rejected;
import io.chatpush.settings.InvalidSettingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The apps of a service: those of its settings, which stay, and those of the app files, which are
 * looked at again and again.
 *
 * <p>A file is in one of these states:
 *
 * <pre>
 *              two looks found the same, and it can be used
 *   (new) ───────────────────────────────────────────────────▶ IN USE
 *     │                                                         │  ▲
 *     │ two looks found the same, and it cannot be used         │  │ can be used again,
 *     ▼                                                         ▼  │ or is as before
 *   REJECTED, app unknown                             REJECTED, app as before
 *
 *   gone in two looks: the app ends, unless all files are gone, which is taken for a fault,
 *                      as is a directory that cannot be read
 * </pre>
 *
 * <p>{@link #check} is called by one thread at a time; the other methods by any.
 */
final class AppFiles implements Apps.Source {

  private static final Logger log = LoggerFactory.getLogger(AppFiles.class);

  private final AppDirectory directory;
  private final AppFileReader reader;
  private final List<App> ofSettings;
  private final List<Consumer<Apps>> listeners = new CopyOnWriteArrayList<>();
  private final AppMeters meters;

  /** The bytes in use and what they say, by file. */
  private final Map<String, Used> used = new TreeMap<>();

  /** What the look before found. */
  private Map<String, ByteBuffer> before = Map.of();

  /** What was taken and has not come into use yet. */
  private boolean changed;

  private volatile Apps apps;

  /** Why files are not used, by file. */
  private volatile Map<String, String> rejected = Map.of();

  private record Used(ByteBuffer bytes, App app) {}

  /**
   * Reads the files.
   *
   * @param ofSettings apps that no file names
   * @throws InvalidSettingException if the directory cannot be read, or a file cannot be used
   */
  AppFiles(
      AppDirectory directory, AppFileReader reader, Collection<App> ofSettings, AppMeters meters) {
    this.directory = directory;
    this.reader = reader;
    this.ofSettings = List.copyOf(ofSettings);
    this.meters = meters;
    try {
      before = directory.read();
    } catch (IOException e) {
      throw new InvalidSettingException(
          AppsConfiguration.DIRECTORY,
          "names %s, which cannot be read: %s".formatted(directory, kind(e)));
    }
    Map<String, String> faults = new TreeMap<>();
    before.forEach((name, bytes) -> take(name, bytes, faults));
    if (!faults.isEmpty()) {
      throw new InvalidSettingException(
          "%s names %s, whose %s"
              .formatted(AppsConfiguration.DIRECTORY, directory, inWords(faults)));
    }
    apps = Apps.of(allApps());
    meters.watch(this);
  }

  @Override
  public Apps now() {
    return apps;
  }

  @Override
  public void whenChanged(Consumer<Apps> listener) {
    listeners.add(listener);
  }

  /** Returns why files are not used, by the name of the file; empty as it should be. */
  Map<String, String> rejected() {
    return rejected;
  }

  /** Looks at the files and takes those that have changed. */
  void check() {
    Map<String, ByteBuffer> now;
    try {
      now = directory.read();
    } catch (IOException e) {
      report(Map.of(directory.toString(), "cannot be read: " + kind(e)));
      return;
    }
    Map<String, String> faults = new TreeMap<>();
    // First, so that a file may be renamed.
    changed |= forget(now, faults);
    for (Map.Entry<String, ByteBuffer> file : now.entrySet()) {
      String name = file.getKey();
      ByteBuffer bytes = file.getValue();
      Used current = used.get(name);
      if (current != null && current.bytes().equals(bytes)) {
        continue;
      }
      if (bytes.equals(before.get(name))) {
        // Again at each look while it is rejected: its credentials may come later than the file.
        changed |= take(name, bytes, faults);
      } else {
        String fault = rejected.get(name);
        if (fault != null) {
          faults.put(name, fault);
        }
      }
    }
    before = now;
    report(faults);
    if (changed) {
      Apps next = Apps.of(allApps());
      listeners.forEach(listener -> listener.accept(next));
      apps = next;
      changed = false;
    }
  }

  /** Returns whether the settings have changed. */
  private boolean take(String name, ByteBuffer bytes, Map<String, String> faults) {
    switch (reader.read(name, bytes)) {
      case Read(App app) -> {
        String other = otherSourceOf(app.id(), name);
        if (other == null) {
          Used previous = used.put(name, new Used(bytes, app));
          meters.taken();
          log.info(
              "App {} has the settings of {}{}",
              app.id(),
              name,
              previous == null ? "" : ", which has changed");
          return true;
        }
        faults.put(name, "names an app that %s has already".formatted(other));
      }
      case Rejected(List<AppFileFault> reasons) ->
          faults.put(name, AppFileFault.sentences(reasons));
    }
    return false;
  }

  /** Returns who else has an app of that id. */
  private @Nullable String otherSourceOf(String appId, String name) {
    for (App app : ofSettings) {
      if (app.id().equals(appId)) {
        return "the configuration of the service";
      }
    }
    for (Map.Entry<String, Used> file : used.entrySet()) {
      if (!file.getKey().equals(name) && file.getValue().app().id().equals(appId)) {
        return file.getKey();
      }
    }
    return null;
  }

  /** Ends the apps whose file is gone. */
  private boolean forget(Map<String, ByteBuffer> now, Map<String, String> faults) {
    Set<String> gone = new HashSet<>(used.keySet());
    gone.removeAll(now.keySet());
    gone.removeAll(before.keySet());
    if (gone.isEmpty()) {
      return false;
    }
    if (now.isEmpty()) {
      gone.forEach(name ->
          faults.put(name, "is gone, as are all others: its app keeps the settings in use"));
      return false;
    }
    for (String name : gone) {
      Used last = used.remove(name);
      if (last != null) {
        log.warn("App {} has ended: its file {} is gone", last.app().id(), name);
      }
    }
    return true;
  }

  private void report(Map<String, String> faults) {
    Map<String, String> known = rejected;
    faults.forEach((name, fault) -> {
      if (!fault.equals(known.get(name))) {
        log.error(
            "App file {} is not used{}: {}",
            name,
            used.containsKey(name) ? ", its app keeps the settings in use" : "",
            fault);
      }
    });
    for (String name : known.keySet()) {
      if (!faults.containsKey(name)) {
        log.info("App file {} is no longer rejected", name);
      }
    }
    rejected = Map.copyOf(faults);
  }

  private List<App> allApps() {
    List<App> all = new ArrayList<>(ofSettings);
    used.values().forEach(file -> all.add(file.app()));
    return all;
  }

  private static String inWords(Map<String, String> faults) {
    return String.join(
        "; ",
        faults.entrySet().stream()
            .map(fault -> "file " + fault.getKey() + " is rejected: " + fault.getValue())
            .toList());
  }

  private static String kind(IOException e) {
    return e.getClass().getSimpleName();
  }
}
