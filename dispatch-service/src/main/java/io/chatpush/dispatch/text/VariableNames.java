package io.chatpush.dispatch.text;

import static java.util.Locale.ROOT;

import io.chatpush.dispatch.text.Variable.BuiltIn;
import io.chatpush.dispatch.text.Variable.Datum;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The names that a template may use: those that every template has, the names of Twilio's
 * templates, and those that the app has declared. A declared name that is also one of the others
 * means the other one; the check of app files refuses it.
 *
 * @see <a href="https://www.twilio.com/docs/conversations/push-notification-configuration">Twilio:
 *     template variables</a>
 */
record VariableNames(Set<String> declared) {

  private static final Map<String, BuiltIn> BUILT_IN = builtIn();

  VariableNames {
    declared = Set.copyOf(declared);
  }

  /** Returns whether every template has a variable of that name. */
  static boolean isBuiltIn(String name) {
    return BUILT_IN.containsKey(name);
  }

  @Nullable Variable find(String name) {
    BuiltIn builtIn = BUILT_IN.get(name);
    if (builtIn != null) {
      return builtIn;
    }
    return declared.contains(name) ? new Datum(name) : null;
  }

  /** Returns the known name that is most similar to an unknown one. */
  String nearest(String unknown) {
    Set<String> known = new TreeSet<>(BUILT_IN.keySet());
    known.addAll(declared);
    String nearest = "";
    int least = Integer.MAX_VALUE;
    for (String name : known) {
      int edits = edits(unknown, name) + caseChange(unknown, name);
      if (edits < least) {
        least = edits;
        nearest = name;
      }
    }
    return nearest;
  }

  /** Prefers the form that the writer used: a name in capitals is one of Twilio's. */
  private static int caseChange(String unknown, String name) {
    return unknown.equals(unknown.toUpperCase(ROOT)) == name.equals(name.toUpperCase(ROOT)) ? 0 : 1;
  }

  /** Levenshtein's distance without regard to case. */
  private static int edits(String one, String other) {
    String a = one.toLowerCase(ROOT);
    String b = other.toLowerCase(ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }

  private static Map<String, BuiltIn> builtIn() {
    Map<String, BuiltIn> names = new LinkedHashMap<>();
    for (BuiltIn variable : BuiltIn.values()) {
      if (variable != BuiltIn.CHANNEL_OR_ID) {
        names.put(variable.name().toLowerCase(ROOT), variable);
      }
    }
    // Of Programmable Chat.
    names.put("USER", BuiltIn.SENDER);
    names.put("USER_FRIENDLY_NAME", BuiltIn.SENDER);
    names.put("USER_IDENTITY", BuiltIn.SENDER_ID);
    names.put("USER_SID", BuiltIn.SENDER_ID);
    names.put("CHANNEL", BuiltIn.CHANNEL_OR_ID);
    names.put("CHANNEL_FRIENDLY_NAME", BuiltIn.CHANNEL_OR_ID);
    names.put("CHANNEL_UNIQUE_NAME", BuiltIn.CHANNEL_OR_ID);
    names.put("CHANNEL_SID", BuiltIn.CHANNEL_ID);
    // Of Conversations, whose documentation calls the first three synonyms.
    names.put("PARTICIPANT", BuiltIn.SENDER);
    names.put("PARTICIPANT_FRIENDLY_NAME", BuiltIn.SENDER);
    names.put("PARTICIPANT_IDENTITY", BuiltIn.SENDER);
    names.put("PARTICIPANT_SID", BuiltIn.SENDER_ID);
    names.put("CONVERSATION", BuiltIn.CHANNEL_OR_ID);
    names.put("CONVERSATION_FRIENDLY_NAME", BuiltIn.CHANNEL_OR_ID);
    names.put("CONVERSATION_UNIQUE_NAME", BuiltIn.CHANNEL_OR_ID);
    names.put("CONVERSATION_SID", BuiltIn.CHANNEL_ID);
    // Of both.
    names.put("MESSAGE", BuiltIn.MESSAGE);
    names.put("MEDIA", BuiltIn.MEDIA);
    names.put("MEDIA_COUNT", BuiltIn.MEDIA_COUNT);
    return Map.copyOf(names);
  }
}
