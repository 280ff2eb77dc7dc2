package io.chatpush.settings;

import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
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
import org.springframework.util.ClassUtils;

/**
 * The settings of a package: those of a record with {@link ConfigurationProperties} and of the
 * records in it.
 *
 * @param prefix of their names
 * @param type the record
 */
public record SettingsGroup(String prefix, Class<?> type) {

  private static final String OURS = "io.chatpush.";

  /** Returns the groups in some packages and below them, ordered by prefix, in use or not. */
  public static List<SettingsGroup> in(String... packages) {
    ClassPathScanningCandidateComponentProvider scanner =
        new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    TreeMap<String, SettingsGroup> groups = new TreeMap<>();
    for (String each : packages) {
      for (BeanDefinition found : scanner.findCandidateComponents(each)) {
        Class<?> type = ClassUtils.resolveClassName(String.valueOf(found.getBeanClassName()), null);
        String prefix =
            MergedAnnotations.from(type).get(ConfigurationProperties.class).getString("prefix");
        groups.put(prefix, new SettingsGroup(prefix, type));
      }
    }
    return List.copyOf(groups.values());
  }

  /** Returns the settings in the order in which the record has them. */
  public List<Setting> settings() {
    List<Setting> settings = new ArrayList<>();
    addAll(settings, prefix, type);
    return settings;
  }

  private static void addAll(List<Setting> settings, String prefix, Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    if (components == null) {
      throw new IllegalStateException(type + " takes settings but is no record");
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
      } else if (component == Map.class && holdsRecords(components[i])) {
        // As one setting, it would have any name below it, and none of them would be documented.
        throw new IllegalStateException(
            "%s is a map of records, whose settings nothing lists yet: list them here, under %s.<key>"
                .formatted(components[i], name));
      } else {
        DefaultValue value = parameters[i].getAnnotation(DefaultValue.class);
        settings.add(
            new Setting(name, components[i], value == null ? "" : String.join(",", value.value())));
      }
    }
  }

  private static boolean holdsRecords(RecordComponent map) {
    Class<?> value = ResolvableType.forType(map.getGenericType()).getGeneric(1).resolve();
    return value != null && isRecordOfOurs(value);
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
