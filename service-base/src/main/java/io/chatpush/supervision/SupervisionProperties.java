package io.chatpush.supervision;

import io.chatpush.settings.DurationRange;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the supervision of background parts.
 *
 * @param grace how long a part may be stuck before it counts as broken and is restarted, and how
 *     long a restarted part has before it is restarted again. Must be longer than a usual rebalance
 * @param giveUpAfter how long a part may stay broken, although it is restarted, before liveness
 *     fails. The time in which a cause outside the service blocks the part does not count
 */
@ConfigurationProperties(value = "chatpush.supervision", ignoreUnknownFields = false)
@Validated
public record SupervisionProperties(
    @DefaultValue("20s") @DurationRange(atLeast = "1s", atMost = "10m") Duration grace,
    @DefaultValue("60s") @DurationRange(atLeast = "1s", atMost = "10m") Duration giveUpAfter) {}
