package io.chatpush.settings;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;

/**
 * Turns an unknown setting into one sentence. What only the binding of a record finds, such as a
 * list with a gap, is said in the same words, where Boot's own would show the value.
 */
final class UnknownSettingFailureAnalyzer implements FailureAnalyzer, Ordered {

  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof UnknownSettingException e) {
        return new FailureAnalysis(e.getMessage(), null, failure);
      }
      if (t instanceof UnboundConfigurationPropertiesException e) {
        String name = e.getUnboundProperties().iterator().next().getName().toString();
        return new FailureAnalysis(
            new UnknownSettingException(name, Optional.empty()).getMessage(), null, failure);
      }
    }
    return null;
  }

  /** Before Boot's own. */
  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }
}
