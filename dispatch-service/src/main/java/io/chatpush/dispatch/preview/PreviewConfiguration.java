package io.chatpush.dispatch.preview;

import io.chatpush.dispatch.content.AppTexts;
import io.chatpush.dispatch.fanout.FanOutTrial;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(value = "chatpush.operations.enabled", matchIfMissing = true)
class PreviewConfiguration {

  @Bean
  MessagePreview messagePreview(
      AppTexts texts, FanOutTrial trial, PreviewGateway gateway, Clock clock) {
    return new MessagePreview(texts, trial, gateway, clock);
  }
}
