package io.chatpush.dispatch.provisioning;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows sentences instead of a stack trace. */
final class ProvisioningFailureAnalyzer
    extends AbstractFailureAnalyzer<ProvisioningFailedException> {

  @Override
  protected @Nullable FailureAnalysis analyze(
      Throwable rootFailure, ProvisioningFailedException cause) {
    return new FailureAnalysis(String.valueOf(cause.getMessage()), null, cause);
  }
}
