package io.chatpush.benchmark;

/** What can be measured, in the order it is. */
enum Scenario {
  HALF("the pipeline at 5,000 pushes/s"),
  FULL("the pipeline at 10,000 pushes/s, FCM's quota of a project"),
  INSTANT("the same with an FCM that answers at once"),
  HIGHEST("the highest rate that the pipeline holds"),
  LOW_LATENCY("the pipeline at 1,000 pushes/s, set for low latency"),
  ANNOUNCEMENT("conversations, alone and amid an announcement to 100,000"),
  LISTENER("firebase-admin in a @KafkaListener, as tutorials write it"),
  GATEWAY("chatpush's sending alone"),
  ASYNC("firebase-admin's sendAsync"),
  NODE("firebase-admin for Node.js"),
  H2LOAD("h2load: the most this machine can send"),
  CLIENTS("HTTP/2 clients: chatpush's own, Armeria's and Jetty's in turn");

  private final String description;

  Scenario(String description) {
    this.description = description;
  }

  String description() {
    return description;
  }

  boolean needsStack() {
    return switch (this) {
      case HALF, FULL, INSTANT, HIGHEST, LOW_LATENCY, ANNOUNCEMENT, LISTENER -> true;
      case GATEWAY, ASYNC, NODE, H2LOAD, CLIENTS -> false;
    };
  }

  /** As people type it. */
  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
