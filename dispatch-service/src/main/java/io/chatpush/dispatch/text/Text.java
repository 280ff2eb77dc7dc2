package io.chatpush.dispatch.text;

/**
 * The words of one push. Neither of them is blank.
 *
 * @param locale the language tag of the texts that were used
 */
public record Text(String title, String body, String locale) {}
