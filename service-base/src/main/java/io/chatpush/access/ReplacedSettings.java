package io.chatpush.access;

import io.chatpush.settings.InvalidSettingException;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Stops the start where Spring's own settings say how access tokens are verified. There is one way
 * to say that: under Spring's settings a token would need no {@code exp}, and claims would be taken
 * as they are.
 */
final class ReplacedSettings implements BeanFactoryPostProcessor {

  private static final String SPRINGS = "spring.security.oauth2.resourceserver";
  private static final String OURS = "chatpush.access.issuers[0].";

  /** What replaces each setting, by its name without dashes, as environment variables have it. */
  private static final Map<String, String> REPLACEMENTS =
      Map.of(
          "jwt.issueruri", OURS + "issuer with " + OURS + "discovery=true",
          "jwt.jwkseturi", OURS + "jwk-set-uri",
          "jwt.publickeylocation", OURS + "public-key-location",
          "jwt.audiences", OURS + "audiences",
          "jwt.principalclaimname", OURS + "user-claim",
          "jwt.authoritiesclaimname", OURS + "scope-claim");

  private final Environment environment;

  ReplacedSettings(Environment environment) {
    this.environment = environment;
  }

  /**
   * @throws InvalidSettingException about the first of Spring's settings; it names what replaces it
   */
  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    Map<String, String> set =
        Binder.get(environment)
            .bind(SPRINGS, Bindable.mapOf(String.class, String.class))
            .map(TreeMap::new)
            .orElseGet(TreeMap::new);
    set.keySet().stream()
        .findFirst()
        .ifPresent(name -> {
          String plain = name.replace("-", "").replaceFirst("\\[\\d+]$|\\.\\d+$", "");
          throw new InvalidSettingException(
              "%s.%s is not used by this service: set %s instead."
                  .formatted(
                      SPRINGS, name, REPLACEMENTS.getOrDefault(plain, "chatpush.access.issuers")));
        });
  }
}
