package io.chatpush.dispatch.web;

import io.chatpush.service.HttpFacts;
import io.chatpush.service.StartFacts;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
class WebConfiguration {

  /** Questions at once; each reads topics for seconds, and more of them wait. */
  private static final int QUESTIONS = 4;

  @Bean
  ProblemWriter problemWriter() {
    return new ProblemWriter();
  }

  @Bean
  ProblemExceptionHandler problemExceptionHandler(ProblemWriter writer) {
    return new ProblemExceptionHandler(writer);
  }

  @Bean(destroyMethod = "shutdownNow")
  ExecutorService questionThreads() {
    return Executors.newFixedThreadPool(
        QUESTIONS, Thread.ofVirtual().name("question-", 0).factory());
  }

  /** Where requests may block. */
  @Bean(destroyMethod = "dispose")
  Scheduler questions(ExecutorService questionThreads) {
    return Schedulers.fromExecutorService(questionThreads, "questions");
  }

  @Bean
  @Order(50)
  StartFacts httpFacts(Environment environment, ObjectProvider<ReactiveJwtDecoder> decoder) {
    boolean open = decoder.getIfAvailable() != null;
    return new HttpFacts(
        environment, open ? "operators' API on" : "operators' API off: no key to verify tokens");
  }
}
