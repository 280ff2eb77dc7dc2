package io.chatpush.dispatch.kafka;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the Kafka clients of the service, beside Boot's own {@code spring.kafka.*}, which win
 * over them.
 *
 * @param batching latency against throughput: what waits for company in a batch costs less CPU and
 *     comes up to 60 ms later
 */
@ConfigurationProperties(value = "chatpush.kafka", ignoreUnknownFields = false)
record BatchingProperties(@DefaultValue("throughput") Batching batching) {}
