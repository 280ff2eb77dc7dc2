package io.chatpush.settings;

import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;

/** Turns a wrong setting, found by us or by Kafka, into one sentence instead of a stack trace. */
final class InvalidSettingFailureAnalyzer implements FailureAnalyzer, Ordered {

  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof InvalidSettingException e) {
        return new FailureAnalysis(e.getMessage(), null, failure);
      }
      if (t instanceof ConfigException e) {
        return new FailureAnalysis("Kafka refuses a setting: " + e.getMessage(), null, failure);
      }
    }
    return null;
  }

  /** Before Boot's own, which would show the binding around the reason. */
  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }
}
