package io.chatpush.benchmark.slow;

/** In which way a client is slow. */
public enum SlowKind {
  /** It sends a header a second and never the end of the headers. */
  HEADERS,
  /** It sends a byte of its body a second. */
  BODY,
  /** It reads a byte of the answer a second. */
  READING
}
