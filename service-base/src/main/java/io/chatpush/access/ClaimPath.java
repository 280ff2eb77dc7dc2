package io.chatpush.access;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a claim is. A claim whose name is the whole path comes first, so that {@code
 * https://example.com/app} is one too; else {@code grants.identity} is the member identity of the
 * object grants.
 *
 * @param path names with dots between
 */
record ClaimPath(String path) {

  private static final Pattern DOT = Pattern.compile("\\.");

  /**
   * @throws IllegalArgumentException if there is a name without characters
   */
  ClaimPath {
    if (DOT.splitAsStream(path + ".end").anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("must be names of claims with dots between");
    }
  }

  /** The claim's value; null if it is not there. */
  @Nullable Object in(Map<String, Object> claims) {
    Object whole = claims.get(path);
    if (whole != null) {
      return whole;
    }
    Object value = claims;
    for (String name : DOT.split(path, -1)) {
      value = value instanceof Map<?, ?> object ? object.get(name) : null;
    }
    return value;
  }
}
