package io.chatpush.apps;

import io.chatpush.settings.DurationRange;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the app files, the same in both services.
 *
 * @param directory with one file for each app, {@code <app-id>.yaml}: a directory, or a ConfigMap
 *     that is mounted as one
 * @param check how often the files are looked at. A changed file is used when two looks have found
 *     the same, so that a file that is being written is not used
 */
@ConfigurationProperties(prefix = "chatpush.app-files", ignoreUnknownFields = false)
@Validated
record AppFilesProperties(
    @Nullable String directory,
    @DefaultValue("2s") @DurationRange(atLeast = "100ms", atMost = "1d") Duration check) {}
