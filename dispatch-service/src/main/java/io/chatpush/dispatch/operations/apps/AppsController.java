package io.chatpush.dispatch.operations.apps;

import io.chatpush.access.AccessGrant;
import io.chatpush.access.Scope;
import io.chatpush.apps.Apps;
import io.chatpush.apps.EffectiveSettings;
import io.chatpush.dispatch.web.RequestedApp;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The route that shows the settings of an app, for the scope {@link Scope#READ}. */
@RestController
@ConditionalOnBooleanProperty(value = "chatpush.operations.enabled", matchIfMissing = true)
final class AppsController {

  private final Apps.Source apps;

  AppsController(Apps.Source apps) {
    this.apps = apps;
  }

  @GetMapping("/v1/apps/{app}")
  JsonNode settings(@PathVariable String app, @AuthenticationPrincipal Jwt token) {
    AccessGrant operator = AccessGrant.of(token);
    operator.require(Scope.READ);
    operator.requireApp(app);
    return EffectiveSettings.of(RequestedApp.of(apps, app));
  }
}
