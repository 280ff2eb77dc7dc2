package io.chatpush.token.web;

import org.hibernate.validator.constraints.Range;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What a user may ask for.
 *
 * @param requestsPerMinute how often a user may register, remove or test devices through one
 *     instance; as many at once
 */
@ConfigurationProperties(prefix = "chatpush.limits", ignoreUnknownFields = false)
@Validated
record LimitsProperties(@DefaultValue("30") @Range(min = 1, max = 60_000) int requestsPerMinute) {}
