package io.chatpush.dispatch.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * The texts of one language that chatpush is shipped with: {@code LANGUAGE.properties}, in UTF-8.
 * Each value is a template.
 */
record LanguageFile(String language, Map<String, Template> templates) {

  static final Set<String> LANGUAGES =
      Set.of("en", "de", "fr", "es", "pt", "it", "nl", "pl", "tr", "ru", "ar", "ja");

  private static final VariableNames BUILT_IN_NAMES = new VariableNames(Set.of());

  LanguageFile {
    templates = Map.copyOf(templates);
  }

  static LanguageFile read(String language) {
    Locale locale = Locale.of(language);
    Map<String, Template> templates = new HashMap<>();
    Properties texts = texts(language);
    for (String key : texts.stringPropertyNames()) {
      try {
        templates.put(key, Template.compile(texts.getProperty(key), locale, BUILT_IN_NAMES));
      } catch (TemplateException e) {
        throw new TemplateException(key + " in " + resource(language), e);
      }
    }
    return new LanguageFile(language, templates);
  }

  Template template(String key) {
    Template template = templates.get(key);
    if (template == null) {
      throw new IllegalStateException(resource(language) + " has no " + key);
    }
    return template;
  }

  private static Properties texts(String language) {
    String resource = resource(language);
    try (InputStream file = LanguageFile.class.getResourceAsStream(resource)) {
      if (file == null) {
        throw new IllegalStateException("The class path has no " + resource);
      }
      Properties texts = new Properties();
      texts.load(new InputStreamReader(file, UTF_8));
      return texts;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + resource, e);
    }
  }

  private static String resource(String language) {
    return language + ".properties";
  }
}
