package io.chatpush.token.apps;

import io.chatpush.apps.App;
import io.chatpush.apps.Apps;
import io.chatpush.apps.ShortForms;
import io.chatpush.service.StartFact;
import io.chatpush.service.StartFacts;
import io.chatpush.settings.InvalidSettingException;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RegistrationProperties.class)
class RegistrationConfiguration {

  /** The apps that the settings name; the others are in files. */
  @Bean
  ShortForms appsOfSettings(RegistrationProperties properties) {
    return new ShortForms(
        properties.appIds().stream()
            .map(app -> ShortForms.app(app.value(), null, App.Limits.AS_FOR_ALL, List.of()))
            .toList());
  }

  @Bean
  KnownApps knownApps(Apps.Source apps) {
    if (apps.now().all().isEmpty()) {
      throw new InvalidSettingException(
          "chatpush.registration.apps",
          "is not set: name the apps whose devices may register, or set"
              + " chatpush.app-files.directory");
    }
    return new KnownApps(apps);
  }

  @Bean
  StartFacts appFacts(Apps.Source apps) {
    return () ->
        List.of(
            new StartFact(
                "apps",
                apps.now().all().stream().map(App::id).sorted().collect(Collectors.joining(", "))));
  }
}
