package io.chatpush.stack.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.cli.terminal.CommandException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordsTest {

  @TempDir private Path directory = Path.of("");

  @Test
  void findsAProcessThatRuns() throws Exception {
    Process sleeper = new ProcessBuilder("sleep", "600").start();
    try {
      RunRecords records = new RunRecords(directory);
      records.putIfAbsent("broker", sleeper.pid());

      assertThat(records.process("broker").orElseThrow().find()).contains(sleeper.toHandle());
      assertThat(records.process("registry")).isEmpty();
    } finally {
      sleeper.destroyForcibly();
    }
  }

  @Test
  void aStrangerWithThePidOfADeadProcessIsNotIt() {
    ProcessHandle self = ProcessHandle.current();
    Instant started = self.info().startInstant().orElseThrow();

    assertThat(new RunRecord(self.pid(), started.minusSeconds(3_600)).find()).isEmpty();
  }

  @Test
  void aProcessThatEndedIsNotFound() throws Exception {
    Process ended = new ProcessBuilder("sh", "-c", "exit 0").start();
    RunRecord record = new RunRecord(ended.pid(), Instant.now());
    ended.waitFor();

    assertThat(record.find()).isEmpty();
  }

  @Test
  void remembersThePorts() {
    new RunRecords(directory).put(Ports.from(21_000));

    assertThat(new RunRecords(directory).ports()).contains(Ports.from(21_000));
  }

  @Test
  void remembersWhetherJvmsOptimize() {
    RunRecords records = new RunRecords(directory);
    assertThat(records.isOptimized()).isFalse();

    records.putOptimized(true);
    assertThat(new RunRecords(directory).isOptimized()).isTrue();

    records.putOptimized(false);
    assertThat(new RunRecords(directory).isOptimized()).isFalse();
  }

  @Test
  void onlyOneLauncherAtATimeChangesWhatRuns() {
    RunRecords records = new RunRecords(directory);
    try (RunRecords.Lock _ = records.lock()) {
      assertThatThrownBy(() -> new RunRecords(directory).lock())
          .isInstanceOf(CommandException.class)
          .hasMessageStartingWith("Another ./chatpush is starting or stopping");
    }
    try (RunRecords.Lock again = records.lock()) {
      assertThat(again).isNotNull();
    }
  }
}
