package io.chatpush.cli.service;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The services that have routes for operators. */
public enum Service {
  /** Its address is {@code CHATPUSH_URL} in the environment. */
  DISPATCH("dispatch-service", "CHATPUSH_URL"),

  /** Its address is {@code CHATPUSH_TOKEN_SERVICE_URL} in the environment. */
  TOKEN("token-service", "CHATPUSH_TOKEN_SERVICE_URL");

  private final String module;
  private final String urlVariable;

  Service(String module, String urlVariable) {
    this.module = module;
    this.urlVariable = urlVariable;
  }

  /** Returns the variable of the environment that has the address of the service. */
  public String urlVariable() {
    return urlVariable;
  }

  /**
   * Returns the address of the service, if an operator has given one.
   *
   * @param option the value of {@code --url}, which takes precedence over the environment
   */
  public Optional<String> url(@Nullable String option) {
    return Optional.ofNullable(option != null ? option : System.getenv(urlVariable))
        .filter(given -> !given.isEmpty());
  }

  /** Returns the name of the service. */
  @Override
  public String toString() {
    return module;
  }
}
