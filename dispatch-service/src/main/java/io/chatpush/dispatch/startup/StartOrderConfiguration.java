package io.chatpush.dispatch.startup;

import io.chatpush.service.StartFacts;
import io.chatpush.service.StartOrder;
import io.chatpush.service.StartupStep;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The start of dispatch-service: what it waits for, one step after the other, and what it then
 * reports. Steps and facts are beans of the packages that they are about, named here by their bean
 * names; those of a role that is switched off are absent.
 */
@Configuration(proxyBeanMethods = false)
class StartOrderConfiguration {

  @Bean
  StartOrder startOrder(
      @Qualifier("rightsCheck") StartupStep rightsCheck,
      @Qualifier("topicPartitions") StartupStep topicPartitions,
      @Qualifier("groupProtocolSupport") ObjectProvider<StartupStep> groupProtocolSupport,
      @Qualifier("registryReachable") StartupStep registryReachable,
      @Qualifier("fcmAhead") StartupStep fcmAhead,
      @Qualifier("warmUp") StartupStep warmUp,
      @Qualifier("deliveryConsumers") ObjectProvider<StartupStep> deliveryConsumers,
      @Qualifier("bulkStep") ObjectProvider<StartupStep> bulkStep,
      @Qualifier("fanOutStep") ObjectProvider<StartupStep> fanOutStep,
      @Qualifier("roleFacts") StartFacts roleFacts,
      @Qualifier("kafkaFacts") StartFacts kafkaFacts,
      @Qualifier("fanOutFacts") ObjectProvider<StartFacts> fanOutFacts,
      @Qualifier("deliveryFacts") ObjectProvider<StartFacts> deliveryFacts,
      @Qualifier("fcmFacts") StartFacts fcmFacts,
      @Qualifier("accessFacts") StartFacts accessFacts,
      @Qualifier("httpFacts") StartFacts httpFacts,
      @Qualifier("processFacts") StartFacts processFacts) {
    List<StartupStep> steps = new ArrayList<>();
    // Before the topics are described: a login that may not describe them learns what it lacks.
    steps.add(rightsCheck);
    // Everything below uses the topics, and some of it their numbers of partitions.
    steps.add(topicPartitions);
    // After the brokers have answered, and long before a consumer that they would refuse.
    groupProtocolSupport.ifAvailable(steps::add);
    // The ids of the schemas, before the first record needs them.
    steps.add(registryReachable);
    // The connections to FCM, which the warm-up and the first push use.
    steps.add(fcmAhead);
    // When nothing outside is missing any more, so that the first pushes follow at once.
    steps.add(warmUp);
    // Before fan-out, so that what it writes is delivered at once.
    deliveryConsumers.ifAvailable(steps::add);
    // Before fan-out is waited for, so that both restore their devices at the same time.
    bulkStep.ifAvailable(steps::add);
    // Last: it waits until its devices are restored, which may take minutes.
    fanOutStep.ifAvailable(steps::add);

    List<StartFacts> facts = new ArrayList<>();
    facts.add(roleFacts);
    facts.add(kafkaFacts);
    fanOutFacts.ifAvailable(facts::add);
    deliveryFacts.ifAvailable(facts::add);
    facts.add(fcmFacts);
    facts.add(accessFacts);
    facts.add(httpFacts);
    facts.add(processFacts);
    return new StartOrder(steps, facts);
  }
}
