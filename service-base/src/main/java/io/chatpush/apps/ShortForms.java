package io.chatpush.apps;

import io.chatpush.events.ChatEventType;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The apps that the configuration of a service names itself, in few settings: everything else is as
 * in an empty app file.
 *
 * @param apps with ids of their own
 */
public record ShortForms(List<App> apps) {

  private static final AppDefaults DEFAULTS = AppDefaults.ofProduct();

  public ShortForms {
    apps = List.copyOf(apps);
  }

  /**
   * Returns an app.
   *
   * @param firebase where its pushes go; {@code null} where a service does not need to know
   * @param on the types of event that are switched on
   */
  public static App app(
      String id, App.@Nullable Firebase firebase, App.Limits limits, Collection<ChatEventType> on) {
    ObjectNode file = JsonNodeFactory.instance.objectNode();
    ObjectNode types = file.putObject("event-types");
    on.forEach(type -> types.putObject(type.name()).put("enabled", true));
    App app = DEFAULTS.app(id, file);
    return new App(
        id,
        firebase,
        app.platforms(),
        app.origins(),
        app.locale(),
        app.privacy(),
        limits,
        app.eventTypes(),
        app.customTypes());
  }
}
