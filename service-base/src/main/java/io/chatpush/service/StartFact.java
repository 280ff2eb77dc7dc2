package io.chatpush.service;

/**
 * A line of the start report.
 *
 * @param name a word or two
 * @param text what there is to say, without secrets: it is logged
 */
public record StartFact(String name, String text) {}
