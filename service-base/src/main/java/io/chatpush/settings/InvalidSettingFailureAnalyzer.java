package io.chatpush.settings;

import java.time.Duration;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.bind.validation.ValidationErrors;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.FieldError;

/**
 * Turns invalid settings, found by a declared limit, by our code or by Kafka, into one sentence
 * each instead of a stack trace.
 */
final class InvalidSettingFailureAnalyzer implements FailureAnalyzer, Ordered {

  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof InvalidSettingException e) {
        return new FailureAnalysis(e.getMessage(), null, failure);
      }
      if (t instanceof BindValidationException e) {
        return new FailureAnalysis(sentences(e.getValidationErrors()), null, failure);
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

  private static String sentences(ValidationErrors errors) {
    return errors.getAllErrors().stream()
        .map(error ->
            error instanceof FieldError field
                ? sentence(errors.getName() + "." + field.getField(), field)
                : errors.getName() + " " + error.getDefaultMessage() + ".")
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static String sentence(String property, FieldError error) {
    Object value = error.getRejectedValue();
    return "%s %s%s."
        .formatted(
            DataObjectPropertyName.toDashedForm(property),
            isShown(value) ? "is " + value + ", " : "",
            error.getDefaultMessage());
  }

  /** A text may be a secret, or name somebody; what has an order is neither. */
  private static boolean isShown(@Nullable Object value) {
    return value instanceof Number || value instanceof Duration || value instanceof DataSize;
  }
}
