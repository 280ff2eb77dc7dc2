package io.chatpush.dispatch.lanes;

import io.chatpush.schemas.access.GroupNames;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The consumer groups of fan-out and join, whether or not this instance fans out.
 *
 * @param id the name of the group that reads chat events and the commands of conversations
 */
public record FanOutGroup(String id) {

  /** Returns the groups that the settings name. */
  public static FanOutGroup of(Environment environment) {
    return Binder.get(environment).bindOrCreate("chatpush.fan-out", FanOutProperties.class).group();
  }

  /** Returns the name of the group that reads the commands of the bulk lane. */
  public String bulkId() {
    return id + GroupNames.BULK_SUFFIX;
  }
}
