package io.chatpush.token.web;

import java.util.List;

/**
 * The answer to a registration that Kafka has.
 *
 * @param notices what was taken otherwise than it was sent; empty if nothing was
 */
record Accepted(List<Notice> notices) {}
