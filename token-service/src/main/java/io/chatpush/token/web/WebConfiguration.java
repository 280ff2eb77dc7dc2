package io.chatpush.token.web;

import io.chatpush.problem.KnownFailures;
import io.chatpush.problem.Problem;
import io.chatpush.problem.ProblemConfiguration;
import io.chatpush.problem.ProblemType;
import io.chatpush.service.HttpFacts;
import io.chatpush.service.StartFacts;
import io.chatpush.token.device.DeviceDirectory;
import io.chatpush.token.device.DeviceTokenPublisher;
import io.chatpush.token.instances.InstanceCredentials;
import io.chatpush.token.instances.InstanceTransport;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LimitsProperties.class)
@Import(ProblemConfiguration.class)
class WebConfiguration {

  /** The sender does not know whether Kafka has the change: sending it again is harmless. */
  @Bean
  KnownFailures knownFailures() {
    return failure ->
        failure instanceof DeviceTokenPublisher.Unavailable
            ? Problem.of(ProblemType.UNAVAILABLE, String.valueOf(failure.getMessage()))
            : null;
  }

  @Bean
  RegistrationMeters registrationMeters(MeterRegistry registry) {
    return new RegistrationMeters(registry);
  }

  @Bean
  RouterFunction<ServerResponse> apiPageFiles() {
    return ApiPage.files();
  }

  @Bean
  RequestRate requestRate(LimitsProperties limits, Clock clock) {
    return new RequestRate(limits.requestsPerMinute(), clock);
  }

  @Bean
  OtherInstances otherInstances(InstanceCredentials credentials, InstanceTransport transport) {
    return new OtherInstances(credentials, transport);
  }

  @Bean
  DeviceExport deviceExport(DeviceDirectory directory, OtherInstances instances) {
    return new DeviceExport(directory, instances);
  }

  /** A line is what a registration's body is, with two ids and two times more. */
  @Bean
  DeviceImport deviceImport(
      DeviceTokenPublisher publisher,
      RegistrationMeters meters,
      Clock clock,
      @Value("${spring.http.codecs.max-in-memory-size}") DataSize largestBody) {
    return new DeviceImport(publisher, meters, clock, (int) largestBody.toBytes());
  }

  @Bean
  StartFacts httpFacts(Environment environment, LimitsProperties limits) {
    return new HttpFacts(
        environment, "requests of a user: %d a minute".formatted(limits.requestsPerMinute()));
  }
}
