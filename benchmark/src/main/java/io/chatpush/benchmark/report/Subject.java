package io.chatpush.benchmark.report;

/** What is measured. */
public enum Subject {
  PIPELINE("chatpush, the whole pipeline"),
  CONVERSATIONS("chatpush, conversations"),
  GATEWAY("chatpush, sending alone"),
  LISTENER("firebase-admin sendEachForMulticast in a @KafkaListener"),
  ASYNC("firebase-admin sendAsync"),
  NODE("firebase-admin for Node.js, sendEach"),
  H2LOAD("h2load"),
  ARMERIA("Armeria's WebClient"),
  JETTY("Jetty's HttpClient");

  private final String title;

  Subject(String title) {
    this.title = title;
  }

  /** As people read it. */
  public String title() {
    return title;
  }

  /** Whether it is all of chatpush, from the chat event on. */
  boolean isWhole() {
    return this == PIPELINE || this == CONVERSATIONS;
  }

  boolean isOurs() {
    return isWhole() || this == GATEWAY;
  }
}
