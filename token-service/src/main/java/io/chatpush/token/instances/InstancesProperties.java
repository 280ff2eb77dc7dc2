package io.chatpush.token.instances;

import io.chatpush.settings.InvalidSettingException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How instances of token-service ask each other.
 *
 * @param secretLocation path of a file with a secret that all instances share, at least 32 bytes:
 *     the first line signs requests to other instances, and each line verifies theirs, so that a
 *     secret can be replaced in steps; read again when the file changes. Required with {@code
 *     chatpush.ownership.instance-address}; without it no instance answers for another one
 * @param sslBundle name of an SSL bundle ({@code spring.ssl.bundle}): other instances are asked by
 *     https, with what the bundle trusts, and their certificates must name their addresses; http if
 *     absent
 */
@ConfigurationProperties(prefix = "chatpush.instances", ignoreUnknownFields = false)
record InstancesProperties(@Nullable Path secretLocation, @Nullable String sslBundle) {

  InstancesProperties {
    if (sslBundle != null && secretLocation == null) {
      throw new InvalidSettingException(
          "chatpush.instances.ssl-bundle has no effect without chatpush.instances.secret-location.");
    }
  }
}
