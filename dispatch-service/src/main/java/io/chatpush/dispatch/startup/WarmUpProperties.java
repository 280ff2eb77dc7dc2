package io.chatpush.dispatch.startup;

import io.chatpush.settings.DurationRange;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the warm-up.
 *
 * @param duration how much later the service is ready for having rehearsed; zero for none
 */
@ConfigurationProperties(value = "chatpush.warm-up", ignoreUnknownFields = false)
@Validated
record WarmUpProperties(
    @DefaultValue("3s") @DurationRange(atLeast = "0s", atMost = "1m") Duration duration) {}
