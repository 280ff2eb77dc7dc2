package io.chatpush.dispatch.lanes;

import io.chatpush.apps.Apps;
import io.chatpush.dispatch.content.AppTexts;
import io.chatpush.dispatch.fanout.FanOutTrial;
import io.chatpush.dispatch.push.PayloadRenderer;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** In every role: the operations role answers what fan-out would make of an event. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FanOutProperties.class)
class TrialConfiguration {

  @Bean
  FanOutTrial fanOutTrial(
      Apps.Source apps,
      AppTexts texts,
      PayloadRenderer renderer,
      FanOutProperties properties,
      Clock clock) {
    return new FanOutTrial(apps, texts, renderer, properties.defaultTimeToLive(), clock);
  }
}
