package io.chatpush.benchmark.process;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a measured process tells the one that started it: a line {@code @event JSON} on its standard
 * output. Whatever else it prints there is not for the benchmark.
 */
public final class Report {

  /** The process has begun to do what it is measured for: warmed up, from now on it counts. */
  public static final String BEGIN = "begin";

  /** What counts has ended. */
  public static final String END = "end";

  /** The process can be used. */
  public static final String READY = "ready";

  /** The figures, once, after the end. */
  public static final String RESULT = "result";

  private static final JsonMapper JSON = JsonMapper.shared();

  /** System.out may be redirected to a log later, as Spring Boot's banner and loggers use it. */
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private Report() {}

  /** Tells of an event that needs no figures. */
  public static void event(String event) {
    event(event, "");
  }

  /** Tells of an event, with figures. */
  public static void event(String event, Object figures) {
    OUT.println("@" + event + " " + JSON.writeValueAsString(figures));
  }
}
