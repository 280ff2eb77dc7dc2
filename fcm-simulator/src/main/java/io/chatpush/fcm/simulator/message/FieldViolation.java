package io.chatpush.fcm.simulator.message;

/**
 * One thing wrong with a request, as google.rpc.BadRequest says it.
 *
 * @param field the path of the field, empty for the request itself
 */
public record FieldViolation(String field, String description) {}
