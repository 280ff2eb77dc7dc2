package io.chatpush.dispatch.web;

import io.chatpush.access.TrustedIssuers;
import io.chatpush.problem.KnownFailures;
import io.chatpush.problem.ProblemConfiguration;
import io.chatpush.service.HttpFacts;
import io.chatpush.service.StartFacts;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
@Import(ProblemConfiguration.class)
class WebConfiguration {

  /** Queries at once; each reads topics for seconds, and more of them wait. */
  private static final int QUERIES = 4;

  @Bean
  KnownFailures knownFailures(Clock clock) {
    return new OperatorFailures(clock);
  }

  @Bean(destroyMethod = "shutdownNow")
  ExecutorService queryThreads() {
    return Executors.newFixedThreadPool(QUERIES, Thread.ofVirtual().name("query-", 0).factory());
  }

  /** Returns the threads on which requests may block. */
  @Bean(destroyMethod = "dispose")
  Scheduler queries(ExecutorService queryThreads) {
    return Schedulers.fromExecutorService(queryThreads, "queries");
  }

  @Bean
  StartFacts httpFacts(Environment environment, TrustedIssuers issuers) {
    return new HttpFacts(
        environment,
        issuers.isEmpty()
            ? "operators' API off: chatpush.access.issuers is not set"
            : "operators' API on");
  }
}
