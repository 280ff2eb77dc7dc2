package io.chatpush.dispatch.preview;

import io.chatpush.apps.App;
import io.chatpush.dispatch.push.PayloadRenderer;
import io.chatpush.dispatch.text.Texts;
import io.chatpush.dispatch.text.Variant;
import io.chatpush.dispatch.web.RequestFields;
import io.chatpush.events.Platform;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * For which platforms and locales an event is rendered.
 *
 * @param platforms of the app, at least one
 * @param locale as a device would report it; {@code null} for all locales that the app has
 */
record Selection(List<Platform> platforms, @Nullable String locale) {

  /**
   * Reads the parameters {@code platform} and {@code locale}.
   *
   * @throws io.chatpush.problem.ProblemException if one is wrong, or there are others
   */
  static Selection read(Map<String, List<String>> parameters, App app) {
    RequestFields fields = RequestFields.ofQuery(parameters, Set.of("platform", "locale"));
    List<Platform> platforms =
        PayloadRenderer.PLATFORMS.stream().filter(app.platforms()::contains).toList();
    String platform = fields.text("platform");
    String locale = fields.text("locale");
    if (platform != null) {
      String known = platforms.stream().map(Platform::name).collect(Collectors.joining(", "));
      String wanted = platform.toUpperCase(Locale.ROOT);
      platforms = platforms.stream().filter(one -> one.name().equals(wanted)).toList();
      if (platforms.isEmpty()) {
        fields.wrong("platform", "must be a platform of the app: " + known);
      }
    }
    fields.check();
    return new Selection(platforms, locale);
  }

  /** Returns the wordings of the selected locales. */
  List<Variant> of(Texts texts) {
    return locale == null ? texts.variants() : List.of(texts.variant(locale));
  }
}
