package io.chatpush.token.startup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;

/**
 * Refuses settings below {@code chatpush} that belong to no room. Each room's record refuses what
 * it does not know below its own prefix; that a room has one is all that need be said here. Like
 * Boot's binding it looks past the environment and the system properties, which belong to others
 * too.
 */
final class SettingsOfRooms implements BeanFactoryPostProcessor {

  private static final ConfigurationPropertyName OURS = ConfigurationPropertyName.of("chatpush");

  private final Environment environment;

  SettingsOfRooms(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    List<ConfigurationPropertyName> rooms = rooms(beans);
    UnboundElementsSourceFilter others = new UnboundElementsSourceFilter();
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      if (others.apply(source)) {
        firstOfNone(source, rooms)
            .ifPresent(name -> {
              throw new InvalidSettingException(unknown(name));
            });
      }
    }
  }

  /** The sentence about a setting that nobody reads. */
  static String unknown(ConfigurationPropertyName name) {
    return name + " is no setting of this service.";
  }

  private static Optional<ConfigurationPropertyName> firstOfNone(
      ConfigurationPropertySource source, List<ConfigurationPropertyName> rooms) {
    return source instanceof IterableConfigurationPropertySource names
        ? names.stream()
            .filter(OURS::isAncestorOf)
            .filter(name ->
                rooms.stream().noneMatch(room -> room.equals(name) || room.isAncestorOf(name)))
            .findFirst()
        : Optional.empty();
  }

  private static List<ConfigurationPropertyName> rooms(ConfigurableListableBeanFactory beans) {
    List<ConfigurationPropertyName> rooms = new ArrayList<>();
    for (String bean : beans.getBeanDefinitionNames()) {
      ConfigurationProperties properties =
          beans.findAnnotationOnBean(bean, ConfigurationProperties.class, false);
      if (properties != null) {
        rooms.add(ConfigurationPropertyName.of(properties.prefix()));
      }
    }
    return rooms;
  }
}
