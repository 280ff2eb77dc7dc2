package io.chatpush.token.startup;

import io.chatpush.service.StartFacts;
import io.chatpush.service.StartOrder;
import io.chatpush.service.StartupStep;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The start of token-service: what it waits for, one step after the other, and what it then
 * reports. Steps and facts are beans of the packages that they are about, named here by their bean
 * names.
 */
@Configuration(proxyBeanMethods = false)
class StartOrderConfiguration {

  @Bean
  StartOrder startOrder(
      @Qualifier("rightsCheck") StartupStep rightsCheck,
      @Qualifier("topicPartitions") StartupStep topicPartitions,
      @Qualifier("registryReachable") StartupStep registryReachable,
      @Qualifier("producerStep") StartupStep producerStep,
      @Qualifier("ownershipStep") StartupStep ownershipStep,
      @Qualifier("kafkaFacts") StartFacts kafkaFacts,
      @Qualifier("ownershipFacts") StartFacts ownershipFacts,
      @Qualifier("appFacts") StartFacts appFacts,
      @Qualifier("accessFacts") StartFacts accessFacts,
      @Qualifier("instanceFacts") StartFacts instanceFacts,
      @Qualifier("httpFacts") StartFacts httpFacts,
      @Qualifier("processFacts") StartFacts processFacts) {
    return new StartOrder(
        List.of(
            // Before the topics are described: a login that may not describe them learns what it
            // lacks.
            rightsCheck,
            // Everything below uses the topics, and the stream needs their numbers of partitions:
            // with others it would try permanently and decide nothing.
            topicPartitions,
            // The ids of the schemas, before the first request and the stream need them.
            registryReachable,
            // With metadata of the topics, so that the first request does not wait for it.
            producerStep,
            // Last: Kafka Streams gives up permanently where a topic that it reads is missing.
            ownershipStep),
        List.of(
            kafkaFacts,
            ownershipFacts,
            appFacts,
            accessFacts,
            instanceFacts,
            httpFacts,
            processFacts));
  }
}
