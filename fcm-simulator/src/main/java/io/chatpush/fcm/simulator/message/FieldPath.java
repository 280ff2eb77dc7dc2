package io.chatpush.fcm.simulator.message;

import java.util.Arrays;
import java.util.List;

/** Where the reader is, written as {@code message.android.ttl} only when somebody asks. */
final class FieldPath {

  /** Deeper than any field of {@link Shape}. */
  private static final int MAX_DEPTH = 16;

  private final String[] names = new String[MAX_DEPTH];
  private int depth;

  void push(String name) {
    names[depth++] = name;
  }

  void pop() {
    depth--;
  }

  String last() {
    return names[depth - 1];
  }

  String parent() {
    return join(depth - 1);
  }

  @Override
  public String toString() {
    return join(depth);
  }

  private String join(int length) {
    List<String> part = Arrays.asList(names).subList(0, length);
    return String.join(".", part);
  }
}
