package io.chatpush.dispatch;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the dispatch service. */
@SpringBootApplication
public class DispatchServiceApplication {

  /** Settings are Spring Boot's: arguments, environment, {@code application.yaml}. */
  public static void main(String[] arguments) {
    SpringApplication.run(DispatchServiceApplication.class, arguments);
  }
}
