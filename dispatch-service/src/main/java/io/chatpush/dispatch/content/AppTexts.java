package io.chatpush.dispatch.content;

import io.chatpush.apps.App;
import io.chatpush.apps.AppCheck;
import io.chatpush.apps.EventSettings;
import io.chatpush.dispatch.text.OwnText;
import io.chatpush.dispatch.text.TemplateException;
import io.chatpush.dispatch.text.Texts;
import io.chatpush.events.ChatEventType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The compiled texts of all apps. As a check of app files it refuses a template that cannot be
 * compiled, and a declared variable that has the name of a built-in one; what it compiles there is
 * kept, so that no event waits for it. Thread-safe.
 */
public final class AppTexts implements AppCheck {

  private static final String PRIVATE = "PRIVATE";

  /** The texts of an app as its settings were when they were compiled. */
  private record Compiled(
      App app, Map<ChatEventType, Texts> byType, Map<String, Texts> byCustomType) {}

  private final Map<String, Compiled> byApp = new ConcurrentHashMap<>();

  /**
   * Returns the texts of an app for a type of event that its settings have.
   *
   * @param customType the name of the app's own type; only with {@link ChatEventType#CUSTOM}
   */
  public Texts of(App app, ChatEventType type, @Nullable String customType) {
    Compiled compiled = compiled(app);
    Texts texts =
        customType == null || type != ChatEventType.CUSTOM
            ? compiled.byType().get(type)
            : compiled.byCustomType().get(customType);
    if (texts == null) {
      throw new IllegalArgumentException("the settings of the app do not have the type of event");
    }
    return texts;
  }

  /** Compiles the texts of an app, so that its first event does not wait for that. */
  public void prepare(App app) {
    var _ = compiled(app);
  }

  @Override
  public List<Complaint> complaints(App app) {
    List<Complaint> complaints = new ArrayList<>();
    Locale locale = Locale.forLanguageTag(app.locale());
    app.eventTypes()
        .forEach((type, settings) ->
            complain(
                complaints, List.of("event-types", type.name()), type.name(), settings, locale));
    app.customTypes()
        .forEach((type, settings) ->
            complain(complaints, List.of("custom-types", type), "CUSTOM", settings, locale));
    if (complaints.isEmpty()) {
      byApp.put(app.id(), compile(app));
    }
    return complaints;
  }

  private static void complain(
      List<Complaint> complaints,
      List<String> path,
      String type,
      EventSettings settings,
      Locale locale) {
    for (String variable : new TreeSet<>(settings.variables())) {
      if (Texts.isBuiltIn(variable)) {
        complaints.add(
            new Complaint(
                below(path, "variables"),
                "cannot have %s: every text has a variable of that name, which does not come from"
                        .formatted(variable)
                    + " the event's data"));
      }
    }
    settings
        .templates()
        .forEach((language, text) -> {
          complain(complaints, path, type, settings, locale, language, "title", text.title(), null);
          complain(complaints, path, type, settings, locale, language, "body", null, text.body());
        });
    if (complaints.isEmpty()) {
      // What is wrong with the languages together.
      try {
        var _ = texts(type, settings, locale);
      } catch (IllegalArgumentException e) {
        complaints.add(new Complaint(below(path, "templates"), sentence(e)));
      }
    }
  }

  private static void complain(
      List<Complaint> complaints,
      List<String> path,
      String type,
      EventSettings settings,
      Locale locale,
      String language,
      String what,
      @Nullable String title,
      @Nullable String body) {
    if (title == null && body == null) {
      return;
    }
    try {
      var _ =
          Texts.of(type, Map.of(language, new OwnText(title, body)), locale, settings.variables());
    } catch (TemplateException e) {
      complaints.add(new Complaint(below(path, "templates", language, what), sentence(e)));
    } catch (IllegalArgumentException e) {
      complaints.add(new Complaint(below(path, "templates", language), sentence(e)));
    }
  }

  private static List<String> below(List<String> path, String... names) {
    List<String> all = new ArrayList<>(path);
    all.addAll(List.of(names));
    return all;
  }

  private static String sentence(IllegalArgumentException e) {
    return "cannot be used: " + e.getMessage();
  }

  @SuppressWarnings("ReferenceEquality") // Settings are the same object until they change.
  private Compiled compiled(App app) {
    Compiled known = byApp.get(app.id());
    if (known != null && known.app() == app) {
      return known;
    }
    Compiled compiled = compile(app);
    byApp.put(app.id(), compiled);
    return compiled;
  }

  private static Compiled compile(App app) {
    Locale locale = Locale.forLanguageTag(app.locale());
    Map<ChatEventType, Texts> byType = new HashMap<>();
    app.eventTypes()
        .forEach((type, settings) -> byType.put(type, texts(app, type.name(), settings, locale)));
    Map<String, Texts> byCustomType = new HashMap<>();
    app.customTypes()
        .forEach((type, settings) ->
            byCustomType.put(type, texts(app, ChatEventType.CUSTOM.name(), settings, locale)));
    return new Compiled(app, byType, byCustomType);
  }

  private static Texts texts(App app, String type, EventSettings settings, Locale locale) {
    return switch (app.privacy()) {
      case FULL -> texts(type, settings, locale);
      // Own templates could name the sender.
      case IDS_ONLY -> Texts.of(PRIVATE, Map.of(), locale, Set.of());
    };
  }

  private static Texts texts(String type, EventSettings settings, Locale locale) {
    Map<String, OwnText> own = new HashMap<>();
    settings
        .templates()
        .forEach((language, text) -> own.put(language, new OwnText(text.title(), text.body())));
    return Texts.of(type, own, locale, settings.variables());
  }
}
