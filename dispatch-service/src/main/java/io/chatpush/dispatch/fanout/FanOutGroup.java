package io.chatpush.dispatch.fanout;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The consumer group of fan-out and join, whether or not this instance fans out.
 *
 * @param id its name
 */
public record FanOutGroup(String id) {

  /** As the settings say. */
  public static FanOutGroup of(Environment environment) {
    return new FanOutGroup(
        Binder.get(environment)
            .bindOrCreate("chatpush.fan-out", FanOutProperties.class)
            .applicationId());
  }
}
