package io.chatpush.dispatch.delivery;

import static io.chatpush.dispatch.delivery.Requests.NOW;
import static io.chatpush.dispatch.delivery.Requests.aRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.dispatch.delivery.DeliveryOutcome.Accepted;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Deferred;
import io.chatpush.dispatch.delivery.DeliveryOutcome.NotSent;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Rejected;
import io.chatpush.dispatch.delivery.DeliveryOutcome.TokenRetired;
import io.chatpush.dispatch.kafka.RecordCodec;
import io.chatpush.dispatch.kafka.RegistryFreeCodec;
import io.chatpush.dispatch.kafka.TestPublisher;
import io.chatpush.dispatch.pacing.TestPacer;
import io.chatpush.dispatch.window.RecordHandler;
import io.chatpush.dispatch.window.Slot;
import io.chatpush.events.Outcome;
import io.chatpush.events.Push;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.PushRequest;
import io.chatpush.events.RenderedContent;
import io.chatpush.events.RequestDevice;
import io.chatpush.schemas.RetryTier;
import io.chatpush.schemas.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Records as anybody with a Kafka login may write them, among good ones: random bytes, valid
 * records with extreme values, and valid bytes with some changed. Whatever they are, every slot is
 * completed, every push ends once, and the good ones are accepted.
 *
 * <p>{@code -Dchatpush.test.odd-records=1000000} is the size for an endurance run, {@code
 * -Dchatpush.test.seed=} repeats a run.
 */
class OddRecordsTest {

  private static final int RECORDS = Integer.getInteger("chatpush.test.odd-records", 4_000);
  private static final long SEED = Long.getLong("chatpush.test.seed", System.nanoTime());
  private static final Duration LONG_ENOUGH = Duration.ofMinutes(2).plusMillis(RECORDS);
  private static final DeliveryProperties.Retry SETTINGS =
      new DeliveryProperties.Retry(5, Duration.ofSeconds(60), 0.2);
  private static final List<Long> EXTREME_MILLIS =
      List.of(
          Long.MIN_VALUE,
          Long.MIN_VALUE + 1,
          -62_135_596_800_000L,
          -1L,
          0L,
          1L,
          1_764_000_000L,
          1_764_000_000_000_000L,
          Long.MAX_VALUE - 1,
          Long.MAX_VALUE);
  private static final List<Integer> EXTREME_NUMBERS =
      List.of(
          Integer.MIN_VALUE,
          -2,
          -1,
          0,
          1,
          2,
          5,
          1_000_000,
          Integer.MAX_VALUE - 1,
          Integer.MAX_VALUE);

  private final Random random = new Random(SEED);
  private final RecordCodec codec = RegistryFreeCodec.create();
  private final TestPublisher kafka = new TestPublisher(codec);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final DeliveryMeters meters = new DeliveryMeters(registry);
  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final RefusedRecords refused = new RefusedRecords(kafka.publisher(), meters, clock);
  private final TestPacer time = new TestPacer(200);
  private final FakePushGateway fcm = new FakePushGateway().otherwise(this::answer);
  private final List<PushOutcome> outcomes = Collections.synchronizedList(new ArrayList<>());
  private final Turns turns =
      TestTurns.of(
          fcm,
          new RetryPolicy(SETTINGS, new Random(1)),
          time.pacer(),
          kafka.publisher(),
          this::writeDown,
          meters,
          clock);
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong openPushes = new AtomicLong();
  private final List<String> badSlots = Collections.synchronizedList(new ArrayList<>());
  private final ImmediateTimer timer = new ImmediateTimer();

  @AfterEach
  void close() {
    timer.shutdownNow();
    kafka.close();
  }

  @Test
  void everyPushRequestEndsAndDelaysNoOther() {
    RecordHandler handler =
        new RequestHandler(
            codec,
            turns,
            refused,
            new RecentRequests(1_000),
            new AppAdmission(turns, 10),
            new QuotaShare(time.pacer(), () -> 8),
            meters);
    List<String> good = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      PushRequest request = numbered(i);
      byte[] value;
      if (random.nextInt(4) == 0) {
        good.add(request.getPush().getMessage().getMessageId());
        value = codec.encode(Topics.PUSH_REQUESTS, toGoodDevices(request));
      } else {
        value = odd(Topics.PUSH_REQUESTS, oddly(request));
      }
      handle(handler, new ConsumerRecord<>(Topics.PUSH_REQUESTS, 0, i, key(), value));
    }
    awaitSlots();
    assertThat(outcomes)
        .as("good pushes, seed %d", SEED)
        .filteredOn(outcome -> outcome.getTarget().getDeviceId().startsWith("good"))
        .allMatch(outcome -> outcome.getOutcome() == Outcome.ACCEPTED)
        .extracting(outcome -> outcome.getMessage().getMessageId())
        .containsAll(good);
    assertThat(endings())
        .as("endings of each push, seed %d", SEED)
        .allSatisfy((push, count) -> assertThat(count).as(push).isEqualTo(1));
    assertThat(meters.takenSoFar() - meters.deferredSoFar() - outcomes.size() - openPushes.get())
        .as("unaccounted, seed %d", SEED)
        .isZero();
    assertThat(registry.counter("push.abandoned").count()).as("seed %d", SEED).isZero();
    assertThat(endings()).as("pushes").hasSizeGreaterThan(RECORDS / 2);
    assertThat(kafka.count(Topics.PUSH_DEAD_LETTERS))
        .as("every odd record is more than nothing")
        .isGreaterThan(RECORDS / 4);
  }

  @Test
  void everyRetryIsForwardedOrDeadLetteredOnce() {
    RecordHandler handler =
        new RetryHandler(
            codec, new Jitter(SETTINGS.jitter()), kafka.publisher(), refused, timer, clock);
    for (int i = 0; i < RECORDS; i++) {
      PushRequest request = numbered(i);
      PushCommand.Builder command =
          PushCommand.newBuilder(
              DeliveryRecords.retry(
                  DevicePush.of(request, request.getDevices().getFirst()), anyTime(), NOW));
      if (random.nextBoolean()) {
        command.setNotBefore(random.nextInt(4) == 0 ? null : anyTime());
      }
      if (random.nextInt(4) == 0) {
        command.setContents(List.of()).setRecipients(List.of());
        command.getPushBuilder().setExpiresAt(anyTime());
      }
      String topic = RetryTier.topics().get(random.nextInt(RetryTier.topics().size()));
      handle(handler, new ConsumerRecord<>(topic, 0, i, key(), odd(topic, command.build())));
    }
    awaitSlots();
    int forwarded = kafka.count(Topics.PUSH_COMMANDS) + kafka.count(Topics.PUSH_COMMANDS_BULK);
    int again = RetryTier.topics().stream().mapToInt(kafka::count).sum();
    assertThat(forwarded + again + kafka.count(Topics.PUSH_DEAD_LETTERS))
        .as("records in and out, seed %d", SEED)
        .isEqualTo(RECORDS);
    long longest =
        new Jitter(SETTINGS.jitter()).longest(RetryTier.longest().delay()).toSeconds() + 1;
    assertThat(timer.waits).as("waits in seconds, seed %d", SEED).allMatch(wait -> wait <= longest);
    assertThat(forwarded).isPositive();
    assertThat(again).isPositive();
  }

  private void handle(RecordHandler handler, ConsumerRecord<byte[], byte[]> record) {
    open.incrementAndGet();
    Slot slot = new OnceSlot(record.offset());
    try {
      handler.handle(record, slot);
    } catch (RuntimeException | Error e) {
      badSlots.add(record.offset() + " threw " + e);
      handler.failed(record, e, slot);
    }
  }

  private void awaitSlots() {
    await("all slots are completed, seed " + SEED)
        .atMost(LONG_ENOUGH)
        .until(() -> {
          time.pass(Duration.ofHours(2));
          return open.get() == 0;
        });
    assertThat(badSlots).as("seed %d", SEED).isEmpty();
  }

  /** How many times each push ended: in an outcome, or in a retry. */
  private Map<String, Integer> endings() {
    Map<String, Integer> endings = new HashMap<>();
    outcomes.forEach(outcome ->
        endings.merge(
            outcome.getMessage().getMessageId() + "/" + outcome.getTarget().getDeviceId(),
            1,
            Integer::sum));
    for (String topic : RetryTier.topics()) {
      for (ProducerRecord<byte[], byte[]> record : kafka.written(topic)) {
        PushCommand retry = codec.decode(PushCommand.class, topic, record.value());
        endings.merge(
            retry.getPush().getMessage().getMessageId() + "/" + retry.getOnlyDeviceIds().getFirst(),
            1,
            Integer::sum);
      }
    }
    return endings;
  }

  private CompletableFuture<Void> writeDown(PushOutcome outcome) {
    // As the real ledger would, so that an outcome that cannot be written is seen.
    var _ = codec.encode(Topics.PUSH_OUTCOMES, outcome);
    outcomes.add(outcome);
    return CompletableFuture.allOf();
  }

  /** A push that is held while its project is paused is accepted at last. */
  private CompletableFuture<DeliveryOutcome> answer(PushAttempt attempt) {
    if (attempt.address().value().startsWith("good") || random.nextBoolean()) {
      return CompletableFuture.completedFuture(new Accepted(null));
    }
    return switch (random.nextInt(8)) {
      case 0 -> CompletableFuture.completedFuture(new TokenRetired());
      case 1 -> CompletableFuture.completedFuture(new Rejected("INVALID_ARGUMENT", 400));
      case 2 ->
          CompletableFuture.completedFuture(new Deferred("UNAVAILABLE", 503, Duration.ofHours(1)));
      case 3 -> CompletableFuture.failedFuture(new IllegalStateException("no answer"));
      case 4 -> throw new IllegalStateException("a fault of the gateway");
      case 5 -> CompletableFuture.completedFuture(new NotSent("NO_CONNECTION", null));
      default -> CompletableFuture.completedFuture(new Accepted("m"));
    };
  }

  private PushRequest numbered(int number) {
    List<String> devices = new ArrayList<>();
    for (int device = 0; device <= random.nextInt(4); device++) {
      devices.add("d" + device);
    }
    return aRequest(
            push -> {
              push.getMessageBuilder().setMessageId("message-" + number);
              push.getSourceBuilder().setOffset(number);
            },
            devices.toArray(String[]::new))
        .build();
  }

  private static PushRequest toGoodDevices(PushRequest request) {
    List<RequestDevice> devices = new ArrayList<>();
    for (RequestDevice device : request.getDevices()) {
      devices.add(
          RequestDevice.newBuilder(device)
              .setDeviceId("good-" + device.getDeviceId())
              .setAddressValue("good")
              .build());
    }
    return PushRequest.newBuilder(request).setDevices(devices).build();
  }

  /** One to three fields have a value that chatpush may never write. */
  private PushRequest oddly(PushRequest request) {
    PushRequest.Builder odd = PushRequest.newBuilder(request);
    Push.Builder push = odd.getPushBuilder();
    for (int change = 0; change <= random.nextInt(3); change++) {
      switch (random.nextInt(20)) {
        case 0 -> push.getMessageBuilder().setAppId(oddText());
        case 1 -> push.setChannelId(oddText());
        case 2 -> odd.setUserId(oddText());
        case 3 -> push.setAttempt(oddNumber());
        case 4 -> push.getMessageBuilder().setSentAt(anyTime());
        case 5 -> push.getMessageBuilder().setFannedOutAt(anyTime());
        case 6 -> odd.setJoinedAt(anyTime());
        case 7 -> push.setExpiresAt(anyTime());
        case 8 -> push.setFirstFailedAt(anyTime());
        case 9 -> push.getSourceBuilder().setTopic(oddText());
        case 10 -> push.setRedriveCount(oddNumber());
        case 11 -> push.setParkedCount(oddNumber());
        case 12 -> push.setRedriveId(oddText());
        case 13 -> odd.setContents(List.of());
        case 14 -> odd.setContents(List.of(oddContent()));
        case 15 -> odd.setDevices(List.of());
        case 16 -> odd.setDevices(Collections.nCopies(26, request.getDevices().getFirst()));
        case 17 -> odd.setDevices(List.of(oddDevice(request).setAddressValue(oddText()).build()));
        case 18 -> odd.setDevices(List.of(oddDevice(request).setDeviceId(oddText()).build()));
        default -> odd.setDevices(List.of(oddDevice(request).setContent(oddNumber()).build()));
      }
    }
    return odd.build();
  }

  private static RequestDevice.Builder oddDevice(PushRequest request) {
    return RequestDevice.newBuilder(request.getDevices().getFirst());
  }

  private RenderedContent oddContent() {
    byte[] payload = new byte[random.nextInt(200)];
    random.nextBytes(payload);
    List<Integer> offsets = new ArrayList<>();
    for (int i = 0; i < random.nextInt(3); i++) {
      offsets.add(random.nextBoolean() ? oddNumber() : random.nextInt(200));
    }
    return new RenderedContent(
        aRequest("d").build().getContents().getFirst().getPlatform(),
        ByteBuffer.wrap(payload),
        offsets,
        random.nextBoolean() ? oddNumber() : random.nextInt(200),
        List.of(oddNumber()),
        oddNumber(),
        List.of(),
        oddNumber(),
        "");
  }

  private String oddText() {
    return switch (random.nextInt(7)) {
      case 0 -> "";
      case 1 -> " \t\n";
      case 2 -> "x".repeat(300);
      case 3 -> "€".repeat(86);
      case 4 -> "\ud800|%\u0000\u202e\u001b]0;";
      case 5 -> "y".repeat(100_000);
      default -> "plain";
    };
  }

  private int oddNumber() {
    return EXTREME_NUMBERS.get(random.nextInt(EXTREME_NUMBERS.size()));
  }

  private Instant anyTime() {
    return switch (random.nextInt(3)) {
      case 0 -> Instant.ofEpochMilli(EXTREME_MILLIS.get(random.nextInt(EXTREME_MILLIS.size())));
      case 1 -> Instant.ofEpochMilli(random.nextLong());
      default -> NOW.plusMillis(random.nextInt(7_200_000) - 3_600_000L);
    };
  }

  /** The record, or some of its bytes, or other bytes. */
  private byte @Nullable [] odd(String topic, SpecificRecord record) {
    byte[] bytes = codec.encode(topic, record);
    return switch (random.nextInt(12)) {
      case 0 -> null;
      case 1 -> new byte[random.nextInt(3)];
      case 2 -> {
        random.nextBytes(bytes);
        yield bytes;
      }
      case 3 -> java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
      default -> bytes;
    };
  }

  private byte @Nullable [] key() {
    return random.nextInt(8) == 0 ? null : new byte[random.nextInt(8)];
  }

  /** Remembers whether it is completed more than once. */
  private final class OnceSlot implements Slot {

    private final long offset;
    private final AtomicInteger completed = new AtomicInteger();
    private volatile int weight;

    OnceSlot(long offset) {
      this.offset = offset;
    }

    @Override
    public boolean begin() {
      return completed.get() == 0;
    }

    @Override
    public void weigh(int pushes) {
      weight = pushes;
      openPushes.addAndGet(pushes);
    }

    @Override
    public void rest(Duration time) {}

    @Override
    public void restWhile(BooleanSupplier reason) {}

    @Override
    public boolean isGone() {
      return completed.get() > 0;
    }

    @Override
    public void complete() {
      if (completed.incrementAndGet() > 1) {
        badSlots.add(offset + " was completed again");
      } else {
        openPushes.addAndGet(-weight);
        open.decrementAndGet();
      }
    }
  }

  /** Runs at once what is to run later, and remembers for how long it was to wait. */
  private static final class ImmediateTimer extends ScheduledThreadPoolExecutor {

    private final List<Long> waits = Collections.synchronizedList(new ArrayList<>());

    ImmediateTimer() {
      super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
      waits.add(unit.toSeconds(delay));
      return super.schedule(command, 0, unit);
    }
  }
}
