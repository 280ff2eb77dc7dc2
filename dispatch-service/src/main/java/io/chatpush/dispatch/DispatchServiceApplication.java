package io.chatpush.dispatch;

import io.chatpush.dispatch.provisioning.ProvisioningCommand;
import io.chatpush.dispatch.startup.TrainingCommand;
import io.chatpush.lag.LagConfiguration;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;

/** Starts the dispatch service, or the command that its first argument names. */
@SpringBootApplication
@Import(LagConfiguration.class)
public class DispatchServiceApplication {

  /** Settings are Spring Boot's: arguments, environment, {@code application.yaml}. */
  public static void main(String[] arguments) throws Exception {
    switch (arguments.length == 0 ? "" : arguments[0]) {
      case ProvisioningCommand.NAME ->
          ProvisioningCommand.run(Arrays.copyOfRange(arguments, 1, arguments.length));
      case TrainingCommand.NAME -> TrainingCommand.run(DispatchServiceApplication.class);
      default -> SpringApplication.run(DispatchServiceApplication.class, arguments);
    }
  }
}
