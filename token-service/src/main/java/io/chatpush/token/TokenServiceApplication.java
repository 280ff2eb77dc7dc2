package io.chatpush.token;

import io.chatpush.lag.LagConfiguration;
import io.chatpush.token.startup.TrainingCommand;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;

/** Starts token-service, or the command that its first argument names. */
@SpringBootApplication
@Import(LagConfiguration.class)
public class TokenServiceApplication {

  /** Settings are Spring Boot's: arguments, environment, {@code application.yaml}. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && arguments[0].equals(TrainingCommand.NAME)) {
      TrainingCommand.run(TokenServiceApplication.class);
    } else {
      SpringApplication.run(TokenServiceApplication.class, arguments);
    }
  }
}
