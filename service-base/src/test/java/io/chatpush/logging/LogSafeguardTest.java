package io.chatpush.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import io.chatpush.schemas.text.VisibleText;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;

@NullUnmarked
final class LogSafeguardTest {

  private static final String FORGED = "2026-11-27T00:00:00.000Z ERROR forged";
  private static final String ACTIVE =
      "\u001b]0;title\u0007\u001b[31m\r\u0085\u009b1m\u2028\u2029\u202e\u2066\u200f\u061c\u200b";

  private final LoggerContext context = new LoggerContext();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @BeforeEach
  void configure() {
    context.setMDCAdapter(new LogbackMDCAdapter());
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%-5level %logger - %msg%n");
    encoder.start();
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setName("test");
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.setOutputStream(written);
    appender.start();
    root().addAppender(appender);
    LogSafeguard.install(context);
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void escapesTextFromOutsideInAMessage() {
    logger("io.chatpush.X").warn("refused: {}", ACTIVE);

    assertThat(log())
        .isEqualTo(
            "WARN  io.chatpush.X - refused: \\u001b]0;title\\u0007\\u001b[31m\\r\\u0085\\u009b1m"
                + "\\u2028\\u2029\\u202e\\u2066\\u200f\\u061c\\u200b\n");
  }

  @Test
  void marksFurtherLinesSoThatNoneCanBeForged() {
    logger("org.library").warn("first\n" + FORGED + "\r\nthird");

    assertThat(log()).isEqualTo("WARN  org.library - first\n  | " + FORGED + "\n  | third\n");
  }

  @Test
  void escapesAndCutsMessagesOfExceptions() {
    Exception cause = new IllegalStateException("cause\n" + FORGED + ACTIVE);
    Exception failure = new IllegalArgumentException("x".repeat(5_000), cause);
    failure.addSuppressed(new Exception(ACTIVE));

    logger("io.chatpush.X").error("It failed", failure);

    assertThat(log().lines()).noneMatch(line -> line.startsWith("2026"));
    assertThat(log().replace("\n", "").replace("\t", "").codePoints())
        .noneMatch(VisibleText::isHidden);
    assertThat(log())
        .contains("IllegalArgumentException: xxx", "… (cut)\n", "IllegalStateException: cause\\n")
        .contains("Suppressed: java.lang.Exception: \\u001b");
    assertThat(log().lines()).allMatch(line -> line.length() < 1_100);
  }

  @Test
  void boundsALineWhateverIsLogged() {
    logger("io.chatpush.X").warn("{}", "y".repeat(1_000_000));

    assertThat(log()).hasSizeLessThan(SafeEvent.LONGEST_MESSAGE + 100).endsWith("… (cut)\n");
  }

  @Test
  void boundsTheStackOfAnOverflow() {
    Throwable deepest = new Exception("0");
    for (int i = 1; i < 50; i++) {
      deepest = new Exception(String.valueOf(i), deepest);
    }
    StackTraceElement[] frames = new StackTraceElement[1_024];
    java.util.Arrays.fill(frames, new StackTraceElement("C", "m", "C.java", 1));
    deepest.setStackTrace(frames);

    logger("io.chatpush.X").error("overflow", deepest);

    assertThat(log().lines().filter(line -> line.startsWith("Caused by"))).hasSize(9);
    assertThat(log().lines().filter(line -> line.contains("C.m("))).hasSize(200);
  }

  @Test
  void limitsTheLinesOfALibraryAndCountsTheRest() {
    Logger library = logger("reactor.netty.http.server.HttpServerOperations");
    for (int i = 0; i < 1_000; i++) {
      library.warn("Decoding failed");
    }

    assertThat(log().lines()).hasSize(LibraryLines.LINES_PER_MINUTE);
  }

  @Test
  void saysHowManyLinesWereSuppressed() {
    LibraryLines lines = new LibraryLines();
    for (int i = 0; i < 40; i++) {
      lines.enter("library", 1_000);
    }

    assertThat(lines.enter("library", 61_000)).isEqualTo(10);
    assertThat(lines.enter("library", 61_001)).isZero();
    assertThat(lines.enter("another", 61_001)).isZero();
  }

  @Test
  void limitsNeitherOurOwnLinesNorThoseThatWereSwitchedOn() {
    Logger library = logger("library");
    library.setLevel(ch.qos.logback.classic.Level.DEBUG);
    for (int i = 0; i < 100; i++) {
      logger("io.chatpush.X").warn("ours");
      library.debug("theirs");
    }

    assertThat(log().lines()).hasSize(200);
  }

  @Test
  void isInstalledOnce() {
    LogSafeguard.install(context);

    logger("io.chatpush.X").warn("a\nb");

    assertThat(log()).isEqualTo("WARN  io.chatpush.X - a\n  | b\n");
  }

  @Test
  void springBootInstallsIt() {
    SpringApplication application = new SpringApplication(LogSafeguardTest.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.run("--spring.main.banner-mode=off").close();

    Logger root =
        ((LoggerContext) LoggerFactory.getILoggerFactory())
            .getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    assertThat(root.iteratorForAppenders())
        .toIterable()
        .isNotEmpty()
        .allMatch(SafeAppender.class::isInstance);
  }

  private Logger root() {
    return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private Logger logger(String name) {
    return context.getLogger(name);
  }

  private String log() {
    return written.toString(UTF_8);
  }
}
