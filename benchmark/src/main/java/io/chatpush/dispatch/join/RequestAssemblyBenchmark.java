package io.chatpush.dispatch.join;

import io.chatpush.benchmark.serde.SampleRecords;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushRequest;
import io.chatpush.events.UserDevice;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The join's own work for a recipient of two devices, once they are looked up. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RequestAssemblyBenchmark {

  private final PushCommand command = SampleRecords.command();
  private final List<UserDevice> devices = SampleRecords.devices();
  private final Instant now = Instant.ofEpochSecond(1_800_000_000);

  @Benchmark
  public List<PushRequest> assembleRequest() {
    return RequestAssembly.assemble(
        command, new DeviceContents(command, null), SampleRecords.USER, devices, now);
  }
}
