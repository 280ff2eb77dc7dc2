package io.chatpush.dispatch;

import io.chatpush.dispatch.provisioning.ProvisioningCommand;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the dispatch service, or the command that its first argument names. */
@SpringBootApplication
public class DispatchServiceApplication {

  /** Settings are Spring Boot's: arguments, environment, {@code application.yaml}. */
  public static void main(String[] arguments) {
    if (arguments.length > 0 && arguments[0].equals(ProvisioningCommand.NAME)) {
      ProvisioningCommand.run(Arrays.copyOfRange(arguments, 1, arguments.length));
    } else {
      SpringApplication.run(DispatchServiceApplication.class, arguments);
    }
  }
}
