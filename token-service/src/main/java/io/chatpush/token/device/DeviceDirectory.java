package io.chatpush.token.device;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The devices as they stand. Each instance has those of some users and knows which other has the
 * rest. What was registered a moment ago may not be there yet.
 *
 * <p>Reading blocks for as long as a disk takes. Implementations are thread-safe.
 */
public interface DeviceDirectory {

  /** The devices of a user, by device id; empty for a user nobody knows. */
  Answer<List<RegisteredDevice>> devicesOf(AppId app, UserId user);

  /**
   * Some devices of an app, in an order that stays, one page after the other: all that stand from
   * the first page to the last are in one, those that come, go or change meanwhile may be.
   *
   * @param cursor of the page before; {@code null} for the first
   * @param limit how many devices at most, at least 1
   * @throws IllegalArgumentException if the cursor is none
   */
  Answer<Page> page(AppId app, @Nullable String cursor, int limit);

  /**
   * What this instance knows.
   *
   * @param <T> what was asked for
   */
  sealed interface Answer<T> {

    /** It is here. */
    record Here<T>(T value) implements Answer<T> {}

    /** That instance has it. */
    record Elsewhere<T>(InstanceAddress instance) implements Answer<T> {}

    /** It is on its way from one instance to another. Transient: ask again. */
    record Nowhere<T>() implements Answer<T> {}
  }

  /**
   * Some devices of an app.
   *
   * @param devices may be none although more follow
   * @param next cursor of the next page; {@code null} after the last
   */
  record Page(List<RegisteredDevice> devices, @Nullable String next) {}
}
