package io.chatpush.supervision;

import io.chatpush.settings.InvalidSettingException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the supervision of background parts.
 *
 * @param grace how long a part may be stuck before it counts as broken and is restarted, and how
 *     long a restarted part has before it is restarted again. Must be longer than a usual rebalance
 * @param giveUpAfter how long a part may stay broken, although it is restarted, before liveness
 *     fails. The time in which a cause outside the service blocks the part does not count
 */
@ConfigurationProperties(value = "chatpush.supervision", ignoreUnknownFields = false)
public record SupervisionProperties(
    @DefaultValue("20s") Duration grace, @DefaultValue("60s") Duration giveUpAfter) {

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  public SupervisionProperties {
    check("chatpush.supervision.grace", grace);
    check("chatpush.supervision.give-up-after", giveUpAfter);
  }

  private static void check(String name, Duration value) {
    if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
      throw new InvalidSettingException(name, "is " + value + ", it must be 1 s to 10 min");
    }
  }
}
