package io.chatpush.dispatch.content;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ContentConfiguration {

  /** In every role, so that all instances refuse the same app files. */
  @Bean
  AppTexts appTexts() {
    return new AppTexts();
  }
}
