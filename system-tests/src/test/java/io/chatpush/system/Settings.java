package io.chatpush.system;

import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** The settings that the services' code has: what its properties records say. */
final class Settings {

  private static final String OURS = "io.chatpush";

  /** Bound by hand, for the ids of apps may have any character. */
  private static final String APP_SETTINGS = "io.chatpush.dispatch.fcm.AppSettings";

  private Settings() {}

  /**
   * Every setting by its full name, with its default as it is written, empty where there is none.
   */
  static Map<String, String> inCode() throws ClassNotFoundException {
    Map<String, String> settings = new TreeMap<>();
    for (Map.Entry<String, Class<?>> room : records(OURS).entrySet()) {
      addAll(settings, room.getKey(), room.getValue());
    }
    addAll(settings, "chatpush.apps.<app-id>", Class.forName(APP_SETTINGS));
    return settings;
  }

  /** The properties records in a package and below it, by their prefixes. */
  static Map<String, Class<?>> records(String basePackage) throws ClassNotFoundException {
    Map<String, Class<?>> records = new TreeMap<>();
    ClassPathScanningCandidateComponentProvider scanner =
        new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    for (BeanDefinition found : scanner.findCandidateComponents(basePackage)) {
      Class<?> type = Class.forName(String.valueOf(found.getBeanClassName()));
      String prefix =
          MergedAnnotations.from(type).get(ConfigurationProperties.class).getString("prefix");
      records.put(prefix, type);
    }
    return records;
  }

  private static void addAll(Map<String, String> settings, String prefix, Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    if (components == null) {
      throw new AssertionError(type + " has @ConfigurationProperties but is no record");
    }
    Parameter[] parameters = canonicalParameters(type, components);
    for (int i = 0; i < components.length; i++) {
      String name = prefix + "." + DataObjectPropertyName.toDashedForm(components[i].getName());
      Class<?> component = components[i].getType();
      Class<?> element = ResolvableType.forType(components[i].getGenericType()).resolveGeneric();
      if (isRecordOfOurs(component)) {
        addAll(settings, name, component);
      } else if (component == List.class && element != null && isRecordOfOurs(element)) {
        addAll(settings, name + "[n]", element);
      } else {
        DefaultValue value = parameters[i].getAnnotation(DefaultValue.class);
        settings.put(name, value == null ? "" : String.join(",", value.value()));
      }
    }
  }

  private static boolean isRecordOfOurs(Class<?> type) {
    return type.isRecord() && type.getName().startsWith(OURS);
  }

  private static Parameter[] canonicalParameters(Class<?> type, RecordComponent[] components) {
    try {
      return type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new))
          .getParameters();
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has its canonical constructor", e);
    }
  }
}
