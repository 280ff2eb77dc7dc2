package io.chatpush.dispatch.operations;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(value = "chatpush.operations.enabled", matchIfMissing = true)
@EnableConfigurationProperties(OperationsProperties.class)
class OperationsConfiguration {}
