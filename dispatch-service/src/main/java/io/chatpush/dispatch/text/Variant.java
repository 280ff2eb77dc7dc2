package io.chatpush.dispatch.text;

import java.util.List;

/**
 * One of the wordings of a {@link Texts}: all locales that lead to the same object get the same
 * words. Compare variants by identity. Immutable and thread-safe.
 */
public final class Variant {

  private final String locale;
  private final List<Template> titles;
  private final List<Template> bodies;

  /**
   * @param titles the first is preferred; the last needs no value
   * @param bodies the first is preferred; the last needs no value
   */
  Variant(String locale, List<Template> titles, List<Template> bodies) {
    this.locale = locale;
    this.titles = List.copyOf(titles);
    this.bodies = List.copyOf(bodies);
  }

  /** Returns the language tag of this wording. */
  public String locale() {
    return locale;
  }

  /** Returns the words of an event's push; there always are some. */
  public Text text(Variables event) {
    return new Text(first(titles, event), first(bodies, event), locale);
  }

  List<Template> titles() {
    return titles;
  }

  List<Template> bodies() {
    return bodies;
  }

  private static String first(List<Template> templates, Variables event) {
    for (int i = 0; i < templates.size(); i++) {
      String text = templates.get(i).format(event);
      if (text != null) {
        return text;
      }
    }
    throw new IllegalStateException("\"" + templates.getLast() + "\" needs a value");
  }

  @Override
  public String toString() {
    return locale;
  }
}
