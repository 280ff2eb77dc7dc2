package io.chatpush.dispatch.delivery;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The consumer groups of delivery, whether or not this instance delivers.
 *
 * @param direct of {@code push.requests}
 * @param bulk of {@code push.requests.bulk}
 * @param retry of the retry topics
 */
public record DeliveryGroups(String direct, String bulk, String retry) {

  /** As the settings say. */
  public static DeliveryGroups of(Environment environment) {
    return Binder.get(environment)
        .bindOrCreate("chatpush.delivery", DeliveryProperties.class)
        .groups();
  }
}
