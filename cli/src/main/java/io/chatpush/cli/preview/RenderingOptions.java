package io.chatpush.cli.preview;

import com.fasterxml.jackson.databind.JsonNode;
import io.chatpush.cli.deployment.AppOption;
import io.chatpush.cli.deployment.ServiceOptions;
import io.chatpush.cli.operations.Words;
import io.chatpush.cli.service.OperatorScopes;
import io.chatpush.cli.service.Service;
import io.chatpush.cli.terminal.CommandException;
import io.chatpush.schemas.text.VisibleText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A mixin of picocli: for which platforms and locales an event is rendered. */
final class RenderingOptions {

  /** The locale of a device that has not reported one: the service takes the app's default. */
  private static final String UNDETERMINED = "und";

  private static final String TOKEN_SERVICE_URL = "--token-service-url";

  @Option(
      names = "--platform",
      paramLabel = "PLATFORM",
      description = "Only this one: ANDROID, IOS or WEB.")
  private @Nullable String platform;

  @Option(
      names = "--locale",
      paramLabel = "LOCALE",
      description = "Only the texts that a device with this locale gets, such as de-CH.")
  private @Nullable String locale;

  @Option(
      names = "--device",
      paramLabel = "USER/DEVICE",
      converter = DeviceName.Converter.class,
      description = "Only what this device gets: its platform and locale are looked up.")
  private @Nullable DeviceName device;

  @Option(
      names = TOKEN_SERVICE_URL,
      paramLabel = "URL",
      description =
          "Of token-service, which knows the devices; only with --device. In the environment:"
              + " CHATPUSH_TOKEN_SERVICE_URL.")
  private @Nullable String tokenServiceUrl;

  /**
   * Returns the parameters of the request; looks up the device.
   *
   * @throws CommandException if the options contradict each other, or there is no such device
   */
  Map<String, String> parameters(ServiceOptions service, AppOption app)
      throws InterruptedException {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (device != null) {
      if (platform != null || locale != null) {
        throw new CommandException("--device has a platform and a locale: leave the others out.");
      }
      JsonNode found = lookUp(device, service, app);
      parameters.put("platform", found.path("platform").asText());
      parameters.put("locale", Words.or(found.path("locale"), UNDETERMINED));
    }
    if (platform != null) {
      parameters.put("platform", platform);
    }
    if (locale != null) {
      parameters.put("locale", locale);
    }
    return parameters;
  }

  private JsonNode lookUp(DeviceName wanted, ServiceOptions service, AppOption app)
      throws InterruptedException {
    JsonNode devices =
        service
            .client(Service.TOKEN, tokenServiceUrl, TOKEN_SERVICE_URL, List.of(OperatorScopes.READ))
            .get(app.userPath(wanted.user(), "/devices"), Map.of())
            .shown()
            .path("devices");
    List<String> ids = new ArrayList<>();
    for (JsonNode one : devices) {
      String id = one.path("device_id").asText();
      if (id.equals(VisibleText.of(wanted.device()))) {
        return one;
      }
      ids.add(id);
    }
    throw new CommandException(
        "User %s has no device %s of the app %s; %s."
            .formatted(
                wanted.user(),
                wanted.device(),
                app.id(),
                ids.isEmpty() ? "there are no devices" : "there are " + String.join(", ", ids)));
  }
}
