package io.chatpush.benchmark.tokens;

/** What apps ask token-service. */
public enum RequestKind {
  REGISTER("PUT: a device, new or with a new address"),
  REPEAT("PUT: the same again, as an app does it at each start"),
  LIST("GET: the caller's own devices");

  private final String title;

  RequestKind(String title) {
    this.title = title;
  }

  /** As people read it. */
  String title() {
    return title;
  }
}
