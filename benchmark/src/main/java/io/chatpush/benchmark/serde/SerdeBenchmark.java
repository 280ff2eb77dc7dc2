package io.chatpush.benchmark.serde;

import com.sun.net.httpserver.HttpServer;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.PushRequest;
import io.chatpush.schemas.Topics;
import io.chatpush.schemas.serde.AvroDeserializer;
import io.chatpush.schemas.serde.AvroSerializer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Records to bytes and back, by the serde that the services use. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SerdeBenchmark {

  private final AvroSerializer serializer = new AvroSerializer();
  private final AvroDeserializer deserializer = new AvroDeserializer();
  private final PushRequest request = SampleRecords.request();
  private final PushOutcome outcome = SampleRecords.outcome();
  private byte @Nullable [] requestBytes;
  private byte @Nullable [] outcomeBytes;

  /** A registry that gives every schema an id; the serde asks once, and never in the benchmark. */
  @Setup
  public void learnTheSchemas() throws IOException {
    HttpServer registry =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext(
        "/",
        exchange -> {
          boolean isRequest = exchange.getRequestURI().getPath().contains(Topics.PUSH_REQUESTS);
          byte[] answer =
              "{\"id\":%d}".formatted(isRequest ? 1 : 2).getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    registry.start();
    Map<String, String> settings =
        Map.of("schema.registry.url", "http://127.0.0.1:" + registry.getAddress().getPort());
    serializer.configure(settings, false);
    deserializer.configure(settings, false);
    requestBytes = writeRequest();
    outcomeBytes = writeOutcome();
    registry.stop(0);
  }

  @Benchmark
  public byte @Nullable [] writeRequest() {
    return serializer.serialize(Topics.PUSH_REQUESTS, request);
  }

  @Benchmark
  public @Nullable Object readRequest() {
    return deserializer.deserialize(Topics.PUSH_REQUESTS, requestBytes);
  }

  @Benchmark
  public byte @Nullable [] writeOutcome() {
    return serializer.serialize(Topics.PUSH_OUTCOMES, outcome);
  }

  @Benchmark
  public @Nullable Object readOutcome() {
    return deserializer.deserialize(Topics.PUSH_OUTCOMES, outcomeBytes);
  }
}
