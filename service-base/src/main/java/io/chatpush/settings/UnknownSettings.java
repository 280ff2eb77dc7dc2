package io.chatpush.settings;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Stops the start where a file or an argument has a setting below {@code chatpush} that nothing
 * reads, and says which one may have been meant. An environment variable is only warned of: the
 * environment belongs to others too. Values are never shown, for they may be secrets.
 */
public final class UnknownSettings implements BeanFactoryPostProcessor {

  private static final Logger log = LoggerFactory.getLogger(UnknownSettings.class);

  private static final ConfigurationPropertyName OURS = ConfigurationPropertyName.of("chatpush");

  private final ConfigurableEnvironment environment;
  private final List<ConfigurationPropertyName> others;
  private final SettingNames names;

  /**
   * @param environment where settings come from
   * @param groups all settings that the service has, in use or not
   * @param others prefixes below which somebody else looks after the names
   */
  public UnknownSettings(
      ConfigurableEnvironment environment, List<SettingsGroup> groups, String... others) {
    this.environment = environment;
    this.others = List.of(others).stream().map(ConfigurationPropertyName::of).toList();
    this.names = new SettingNames(groups);
  }

  /**
   * @throws UnknownSettingException about the first one that nothing reads
   */
  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    UnboundElementsSourceFilter ours = new UnboundElementsSourceFilter();
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      if (ours.apply(source) && source instanceof IterableConfigurationPropertySource listed) {
        listed.stream()
            .filter(OURS::isAncestorOf)
            .filter(name -> others.stream().noneMatch(other -> other.isAncestorOf(name)))
            .map(ConfigurationPropertyName::toString)
            .filter(name -> !names.has(name))
            .findFirst()
            .ifPresent(name -> {
              throw new UnknownSettingException(name, names.nearest(name));
            });
      }
    }
    warnOfVariables();
  }

  private void warnOfVariables() {
    PropertySource<?> variables =
        environment
            .getPropertySources()
            .get(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
    if (variables instanceof EnumerablePropertySource<?> listed) {
      for (String variable : listed.getPropertyNames()) {
        String upper = variable.toUpperCase(Locale.ROOT);
        if (upper.startsWith("CHATPUSH_") && !isOfOthers(upper)) {
          names
              .misspelt(upper)
              .ifPresent(misspelt ->
                  log.warn(
                      "The environment variable {} is no setting of this service.{}",
                      variable,
                      didYouMean(misspelt.meant())));
        }
      }
    }
  }

  private boolean isOfOthers(String variable) {
    return others.stream()
        .map(other -> other.toString().replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT))
        .anyMatch(other -> variable.startsWith(other + "_"));
  }

  static String didYouMean(Optional<String> name) {
    return name.map(meant -> " Did you mean " + meant + "?").orElse("");
  }
}
