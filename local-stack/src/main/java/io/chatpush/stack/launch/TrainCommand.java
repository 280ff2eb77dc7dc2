package io.chatpush.stack.launch;

import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code train}, which the build of a service runs: {@link ServiceTraining}. */
@Command(
    name = "train",
    hidden = true,
    description = {"Makes what the stack starts a service from. The build runs it.", ""})
public final class TrainCommand implements Callable<Integer> {

  @Parameters(paramLabel = "SERVICE", description = "token-service or dispatch-service.")
  private String service = "";

  @Override
  public Integer call() throws IOException, InterruptedException {
    StackProcesses.requireService(service);
    new ServiceTraining(Artifacts.locate(), service, Clock.systemUTC()).run();
    return 0;
  }
}
