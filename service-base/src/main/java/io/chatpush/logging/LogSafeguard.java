package io.chatpush.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import io.chatpush.service.SafeText;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Puts a {@link SafeAppender} before every appender as soon as Spring Boot has set up the log, so
 * that it holds for each pattern, for JSON ({@code logging.structured.*}) and for a configuration
 * of the operator's own ({@code logging.config}). A configuration that Logback reads again while
 * the service runs ({@code scan="true"}) is not covered until the next start.
 */
public final class LogSafeguard
    implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

  private static final org.slf4j.Logger log = LoggerFactory.getLogger(LogSafeguard.class);

  /** Made by Spring Boot, which finds it in {@code META-INF/spring.factories}. */
  public LogSafeguard() {}

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      install(context);
      // The JVM itself would print the message to standard error as it is.
      if (Thread.getDefaultUncaughtExceptionHandler() == null) {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) ->
            log.error("Thread {} ended", thread.getName(), SafeText.withoutMessages(failure)));
      }
    }
  }

  /** Does nothing to an appender that has one before it already. */
  static void install(LoggerContext context) {
    LibraryLines lines = new LibraryLines();
    for (Logger logger : context.getLoggerList()) {
      List<Appender<ILoggingEvent>> appenders = new ArrayList<>();
      logger.iteratorForAppenders().forEachRemaining(appenders::add);
      for (Appender<ILoggingEvent> appender : appenders) {
        if (!(appender instanceof SafeAppender)) {
          SafeAppender safe = new SafeAppender(appender, lines);
          safe.start();
          logger.addAppender(safe);
          logger.detachAppender(appender);
        }
      }
    }
  }

  /** Directly after Spring Boot has set up the log. */
  @Override
  public int getOrder() {
    return LoggingApplicationListener.DEFAULT_ORDER + 1;
  }
}
