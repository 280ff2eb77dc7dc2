package io.chatpush.dispatch.fcm;

import io.chatpush.dispatch.fcm.http2.ConnectionSettings;
import io.chatpush.settings.DurationRange;
import io.chatpush.settings.InvalidSettingException;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.Range;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How FCM is reached.
 *
 * @param endpoint scheme, host and port of FCM; {@code http} means HTTP/2 without TLS
 * @param connections connections to FCM at most, opened as needed, 100 sends at once on each. A
 *     rate of R a second at an answer time of T seconds takes R x T / 100 x 1.5; the default is for
 *     10,000 a second, FCM's quota of a project, at 100 ms
 * @param sendTimeout after this a send counts as unanswered; less than {@code
 *     chatpush.delivery.drain-timeout} and no less than {@code connect-timeout}. FCM asks for ten
 *     seconds at least
 * @param connectTimeout for TCP and for TLS, each; no longer than {@code send-timeout}
 * @param maxIdleTime a connection unused for so long is closed; FCM does so after three minutes,
 *     and a send that meets its closing is lost
 * @param pingAfter a connection on which sends wait and nothing came for so long is asked for a
 *     sign of life, and closed if none comes within as long again
 * @param sslBundle name of the bundle below {@code spring.ssl.bundle} that says whom to trust; the
 *     JDK's if absent
 * @param credentialsCheck how often the credentials files of all apps are looked at: one that has
 *     changed is taken without a restart. Kubernetes brings a changed Secret within some minute
 * @param validateOnly whether FCM shall check every push and send none
 * @see <a href="https://firebase.google.com/docs/cloud-messaging/scale-fcm">FCM: timeouts and
 *     ramp-up</a>
 */
@ConfigurationProperties(prefix = "chatpush.fcm", ignoreUnknownFields = false)
@Validated
record FcmSettings(
    @DefaultValue("https://fcm.googleapis.com") URI endpoint,
    @DefaultValue("16") @Range(min = 1, max = 1_000) int connections,
    @DefaultValue("10s") @DurationRange(moreThan = "0s", atMost = "1d") Duration sendTimeout,
    @DefaultValue("5s") @DurationRange(moreThan = "0s", atMost = "1d") Duration connectTimeout,
    @DefaultValue("150s") @DurationRange(moreThan = "0s", atMost = "1d") Duration maxIdleTime,
    @DefaultValue("2s") @DurationRange(moreThan = "0s", atMost = "1d") Duration pingAfter,
    @Nullable String sslBundle,
    @DefaultValue("30s") @DurationRange(moreThan = "0s", atMost = "1d") Duration credentialsCheck,
    @DefaultValue("false") boolean validateOnly) {

  /** What Google's front ends let a client have open at once. */
  static final int STREAMS_PER_CONNECTION = 100;

  FcmSettings {
    boolean isOrigin =
        ("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()))
            && endpoint.getHost() != null
            && (endpoint.getRawPath() == null || endpoint.getRawPath().matches("/?"))
            && endpoint.getRawQuery() == null
            && endpoint.getRawFragment() == null
            && endpoint.getRawUserInfo() == null;
    if (!isOrigin) {
      throw new InvalidSettingException(
          "chatpush.fcm.endpoint",
          "is %s, but must be http:// or https:// and a host, without a path".formatted(endpoint));
    }
    if (connectTimeout.compareTo(sendTimeout) > 0) {
      throw new InvalidSettingException(
          "chatpush.fcm.connect-timeout",
          "is %s, longer than chatpush.fcm.send-timeout, %s; a send includes the connect"
              .formatted(connectTimeout, sendTimeout));
    }
  }

  boolean isSecure() {
    return "https".equals(endpoint.getScheme());
  }

  ConnectionSettings connectionSettings() {
    int port = endpoint.getPort();
    return new ConnectionSettings(
        "fcm",
        endpoint.getHost(),
        port >= 0 ? port : isSecure() ? 443 : 80,
        connections,
        STREAMS_PER_CONNECTION,
        connectTimeout,
        sendTimeout,
        maxIdleTime,
        pingAfter);
  }
}
