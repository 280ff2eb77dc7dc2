package io.chatpush.apps;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The settings of all apps at one moment. A caller that decides about one event uses one {@code
 * Apps} for all of its decisions, so that no decision mixes two versions of a file. Immutable.
 */
public final class Apps {

  /** Gives the settings that are in effect now. Thread-safe. */
  public interface Source {

    /** Returns the settings of all apps; costs as much as reading a field. */
    Apps now();

    /**
     * Calls the listener with changed settings, on one thread, before {@link #now} returns them. If
     * the listener throws, it is called again with the same settings, and {@link #now} returns the
     * earlier ones until the call succeeds.
     */
    void whenChanged(Consumer<Apps> listener);

    /** Returns a source whose settings never change. */
    static Source fixed(Apps apps) {
      return new Source() {
        @Override
        public Apps now() {
          return apps;
        }

        @Override
        public void whenChanged(Consumer<Apps> listener) {}
      };
    }
  }

  private final Map<String, App> byId;

  private Apps(Map<String, App> byId) {
    this.byId = byId;
  }

  /**
   * Returns these apps.
   *
   * @throws IllegalArgumentException if two have the same id
   */
  public static Apps of(Collection<App> apps) {
    Map<String, App> byId = new TreeMap<>();
    for (App app : apps) {
      if (byId.put(app.id(), app) != null) {
        throw new IllegalArgumentException("two apps with one id");
      }
    }
    return new Apps(Map.copyOf(byId));
  }

  /** Returns the settings of the app, or {@code null} if there is no such app. */
  public @Nullable App of(String id) {
    return byId.get(id);
  }

  /** Returns all apps, in no order. */
  public Collection<App> all() {
    return byId.values();
  }
}
