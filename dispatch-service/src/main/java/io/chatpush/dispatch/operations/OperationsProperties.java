package io.chatpush.dispatch.operations;

import io.chatpush.settings.DurationRange;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of what operators ask and do.
 *
 * @param enabled whether this instance answers operators and accepts chat events over HTTP. An
 *     instance that does not needs no right to read dead letters and to write into the topics of
 *     other roles
 * @param searchTimeout how long one question of an operator may read topics; what was found until
 *     then is the answer, and the answer says so
 * @param canaryTimeout how long a redrive waits for the outcomes of its canary: long enough for two
 *     retries after a 503, or one after a 429
 */
@ConfigurationProperties(value = "chatpush.operations", ignoreUnknownFields = false)
@Validated
public record OperationsProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("10s") @DurationRange(moreThan = "0s") Duration searchTimeout,
    @DefaultValue("2m") @DurationRange(moreThan = "0s") Duration canaryTimeout) {}
