package io.chatpush.benchmark.sender;

import io.chatpush.dispatch.delivery.PushAttempt;
import io.chatpush.dispatch.fcm.message.FcmPayloadRenderer;
import io.chatpush.dispatch.fcm.message.FcmRequestEncoder;
import io.chatpush.dispatch.push.PushAddress;
import io.chatpush.dispatch.push.PushContent;
import io.chatpush.dispatch.push.PushId;
import io.chatpush.dispatch.push.PushOptions;
import io.chatpush.events.AddressType;
import io.chatpush.events.MessagePriority;
import io.chatpush.events.Platform;
import io.chatpush.events.RenderedContent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
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

/** What it takes to say a push in FCM's words: once a platform, and once a device. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FcmRequestBenchmark {

  private static final PushAddress ADDRESS =
      new PushAddress(AddressType.TOKEN, "benchdevice:" + "A1b_".repeat(38));

  private final PushContent content =
      new PushContent(
          "Sender 0001 in #channel 0001",
          "The delivery of order 00000001 has left the warehouse and should be with you by noon.",
          "",
          Map.of(
              "message_id", "message-1",
              "channel_id", "channel-0001",
              "event_type", "NEW_MESSAGE",
              "sender_id", "sender-0001",
              "sent_at", "1800000000000",
              "sequence", "1000000"),
          PushOptions.of(MessagePriority.HIGH, "channel-0001"),
          Instant.ofEpochSecond(1_800_003_600));
  private final FcmPayloadRenderer renderer = new FcmPayloadRenderer();
  private final RenderedContent rendered = renderer.render(content, Platform.ANDROID);
  private final FcmRequestEncoder encoder = new FcmRequestEncoder(false);
  private final PushId pushId = PushId.ofDevice("app", "message-1", "user-1", "device-1");
  private long device;

  /** Once for each platform of a chat message, by firebase-admin's model. */
  @Benchmark
  public RenderedContent renderPayload() {
    return renderer.render(content, Platform.ANDROID);
  }

  /** Once for each push. */
  @Benchmark
  public byte[] encodeRequest() {
    return encoder.encode(new PushAttempt("app", ADDRESS, pushId, rendered, Duration.ofHours(1)));
  }

  /** Once for each push. */
  @Benchmark
  public PushId namePush() {
    return PushId.ofDevice("app", "message-1", "user-1", "device-" + device++);
  }
}
