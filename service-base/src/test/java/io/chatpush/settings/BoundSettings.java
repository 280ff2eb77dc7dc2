package io.chatpush.settings;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

/** Binds records of settings as a service does: with their limits checked. */
public final class BoundSettings {

  private static final LocalValidatorFactoryBean VALIDATOR = new LocalValidatorFactoryBean();

  static {
    VALIDATOR.afterPropertiesSet();
  }

  private BoundSettings() {}

  /**
   * Returns a record that these settings make.
   *
   * @param settings by their full names; the others have their defaults
   */
  public static <T> T bound(Class<T> type, Map<String, String> settings) {
    String prefix =
        MergedAnnotations.from(type).get(ConfigurationProperties.class).getString("prefix");
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate(prefix, Bindable.of(type), limitsOf(type));
  }

  /** Returns what checks the limits that a record declares when it is bound. */
  public static <T> BindHandler limitsOf(Class<T> type) {
    return type.isAnnotationPresent(Validated.class)
        ? new ValidationBindHandler(Validator.forType(type, VALIDATOR::validate))
        : BindHandler.DEFAULT;
  }

  /** Returns what an operator reads when a start fails because of a setting. */
  public static String sentence(Throwable failure) {
    FailureAnalysis analysis = new InvalidSettingFailureAnalyzer().analyze(failure);
    return analysis == null ? "no setting is wrong: " + failure : analysis.getDescription();
  }
}
