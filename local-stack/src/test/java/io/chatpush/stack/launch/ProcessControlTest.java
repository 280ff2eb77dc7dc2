package io.chatpush.stack.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.cli.terminal.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessControlTest {

  private static final Duration GRACE = Duration.ofSeconds(20);

  @TempDir private Path directory = Path.of("");

  @AfterEach
  void stopWhatIsLeft() throws InterruptedException {
    control().stop("sleeper", Duration.ofSeconds(1));
  }

  @Test
  void anotherLauncherFindsAndStopsWhatOneStarted() throws Exception {
    control().start(process("sleep 600"));

    assertThat(control().isRunning("sleeper")).isTrue();
    assertThat(control().stop("sleeper", GRACE)).isTrue();
    assertThat(control().state("sleeper")).isEqualTo(new ProcessState.Stopped());
  }

  @Test
  void aProcessThatWasKilledIsDeadUntilStartedAgain() throws Exception {
    control().start(process("sleep 600"));
    ProcessState.Running running = (ProcessState.Running) control().state("sleeper");
    running.handle().destroyForcibly();
    running.handle().onExit().join();

    assertThat(control().state("sleeper")).isEqualTo(new ProcessState.Dead(running.handle().pid()));
    control().start(process("sleep 600"));
    assertThat(control().isRunning("sleeper")).isTrue();
  }

  @Test
  void aProcessThatDoesNotStopIsKilled() throws Exception {
    control().start(process("trap '' TERM; echo armed; while :; do sleep 1; done"));
    awaitLine("armed");

    assertThat(control().stop("sleeper", Duration.ofMillis(300))).isTrue();
    assertThat(control().isRunning("sleeper")).isFalse();
  }

  @Test
  void aTerminalsInterruptDoesNotReachIt() throws Exception {
    control().start(process("kill -INT $$; kill -HUP $$; echo survived; sleep 600"));

    awaitLine("survived");
    assertThat(control().isRunning("sleeper")).isTrue();
  }

  @Test
  void aProcessIsFoundThoughItsLauncherNotedNothing() throws Exception {
    control().start(process("sleep 600"));
    ProcessState.Running running = (ProcessState.Running) control().state("sleeper");
    Path pidFile = new RunRecords(directory).pidFile("sleeper");
    await("the process itself has written its pid")
        .atMost(Duration.ofSeconds(20))
        .until(() -> Files.readString(pidFile).equals(running.handle().pid() + "\n"));

    assertThat(control().isRunning("sleeper")).isTrue();
  }

  @Test
  void stoppingWhatDoesNotRunIsNoError() throws Exception {
    assertThat(control().stop("sleeper", GRACE)).isFalse();
  }

  private void awaitLine(String line) {
    await("the process says " + line)
        .atMost(Duration.ofSeconds(20))
        .until(() -> Files.exists(log()) && Files.readString(log()).contains(line));
  }

  private ProcessControl control() {
    return new ProcessControl(new RunRecords(directory), Terminal.system());
  }

  private Path log() {
    return directory.resolve("sleeper.log");
  }

  private StackProcess process(String script) {
    return new StackProcess(
        "sleeper",
        Map.of(),
        () -> new ProcessBuilder(List.of("sh", "-c", script)),
        Readiness.Answer.Ready::new,
        log());
  }
}
