package io.chatpush.apps;

import io.chatpush.rules.OptionRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Checks the options of the types of event in an app file: patterns, and values that FCM, APNs or a
 * push service would refuse. On the settings as they are in effect, before they are bound.
 */
final class OptionCheck {

  private static final List<List<String>> PATTERNS =
      List.of(
          List.of("link"),
          List.of("thread"),
          List.of("collapse-key"),
          List.of("android", "tag"),
          List.of("android", "collapse-key"),
          List.of("web", "topic"),
          List.of("web", "tag"));

  /** An option and the rule of its values. */
  private record Rule(List<String> path, Function<String, @Nullable String> fault) {}

  private static final List<Rule> RULES =
      List.of(
          new Rule(List.of("sound"), OptionRules::sound),
          new Rule(List.of("icon"), OptionRules::name),
          new Rule(List.of("image"), OptionRules::url),
          new Rule(List.of("analytics-label"), OptionRules::analyticsLabel),
          new Rule(List.of("android", "channel"), OptionRules::name),
          new Rule(List.of("android", "click-action"), OptionRules::name),
          new Rule(List.of("android", "color"), OptionRules::color),
          new Rule(List.of("apns", "category"), OptionRules::name),
          new Rule(List.of("apns", "target-content-id"), OptionRules::name),
          new Rule(List.of("web", "icon"), OptionRules::url),
          new Rule(List.of("web", "badge"), OptionRules::url));

  /** The sample value with which patterns are checked. */
  private static final String SAMPLE = "id";

  private final JsonNode event;
  private final List<AppCheck.Complaint> complaints = new ArrayList<>();

  private OptionCheck(JsonNode event) {
    this.event = event;
  }

  /**
   * Returns what is wrong.
   *
   * @param event the settings of a type as they are in effect, which keep the schema
   * @return complaints with paths below the type
   */
  static List<AppCheck.Complaint> complaints(JsonNode event) {
    OptionCheck check = new OptionCheck(event);
    Set<String> variables = AppDefaults.variables(event);
    for (List<String> path : PATTERNS) {
      check.value(path, pattern -> patternFault(path, pattern, variables));
    }
    for (Rule rule : RULES) {
      check.value(rule.path(), rule.fault());
    }
    int action = 0;
    for (JsonNode button : event.path("web").path("actions")) {
      JsonNode icon = button.path("icon");
      if (icon.isString()) {
        check.complain(
            List.of("web", "actions", Integer.toString(action), "icon"),
            OptionRules.url(icon.asString()));
      }
      action++;
    }
    return check.complaints;
  }

  private static @Nullable String patternFault(
      List<String> path, String pattern, Set<String> variables) {
    IdPattern compiled;
    try {
      compiled = IdPattern.compile(pattern, variables);
    } catch (IllegalArgumentException e) {
      return "cannot be used: " + e.getMessage();
    }
    return path.equals(List.of("link")) ? OptionRules.url(compiled.fillEncoded(_ -> SAMPLE)) : null;
  }

  private void value(List<String> path, Function<String, @Nullable String> rule) {
    JsonNode value = event;
    for (String name : path) {
      value = value.path(name);
    }
    if (value.isString()) {
      complain(path, rule.apply(value.asString()));
    }
  }

  private void complain(List<String> path, @Nullable String fault) {
    if (fault != null) {
      complaints.add(new AppCheck.Complaint(path, fault));
    }
  }
}
