package io.chatpush.dispatch.operations.deadletters;

import static io.chatpush.dispatch.kafka.TestKafka.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.dispatch.kafka.TestKafka;
import io.chatpush.dispatch.operations.deadletters.JobProgress.State;
import io.chatpush.dispatch.operations.deadletters.JobRequest.Action;
import io.chatpush.dispatch.operations.log.LogConsumers;
import io.chatpush.dispatch.operations.log.LogRange;
import io.chatpush.dispatch.operations.log.MergedLog;
import io.chatpush.events.DeadLetter;
import io.chatpush.events.Outcome;
import io.chatpush.events.PushCommand;
import io.chatpush.events.PushOutcome;
import io.chatpush.events.Reason;
import io.chatpush.schemas.DeadLetterHeaders;
import io.chatpush.schemas.PushCauses;
import io.chatpush.schemas.RecordKeys;
import io.chatpush.schemas.Topics;
import io.chatpush.testing.KafkaBackend;
import io.chatpush.testing.KafkaBackendExtension;
import io.chatpush.testing.TestTopics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Lists, redrives and discards on a real broker. Each test has an app of its own. */
@ExtendWith(KafkaBackendExtension.class)
class DeadLetterJobIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final Clock clock = Clock.systemUTC();
  private final Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
  private final String app = "app-" + UUID.randomUUID();
  private final KafkaBackend backend;
  private final TestKafka kafka;
  private final LogConsumers consumers;
  private final DeadLetterLog letters;
  private final DeadLetters deadLetters;
  private final DeadLetterJobs jobs;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private Instant begin = Instant.EPOCH;

  DeadLetterJobIT(KafkaBackend backend) {
    this.backend = backend;
    kafka = new TestKafka(backend);
    consumers = new LogConsumers(kafka.clients());
    letters = new DeadLetterLog(consumers, kafka.clients().codec(), clock);
    deadLetters = new DeadLetters(letters, consumers, SOON, clock);
    jobs = jobs(kafka, Duration.ofSeconds(30));
  }

  @BeforeAll
  static void provision(KafkaBackend backend) {
    TestTopics.createAll(backend, 4);
    TestTopics.registerSchemas(backend);
  }

  @BeforeEach
  void begin() {
    begin = clock.instant();
  }

  @AfterEach
  void disconnect() {
    jobs.close();
    kafka.close();
  }

  @Test
  void listsPageByPageTheOldestFirst() {
    for (int i = 0; i < 25; i++) {
      write(aPush(i).build());
    }
    List<DeadLetterView> listed = new ArrayList<>();
    String cursor = null;
    do {
      DeadLetterPage page = deadLetters.list(filter(), DeadLetterState.OPEN, 10, cursor);
      assertThat(page.letters()).hasSizeLessThanOrEqualTo(10);
      listed.addAll(page.letters());
      cursor = page.cursor();
    } while (cursor != null);
    assertThat(listed).hasSize(25).extracting(DeadLetterView::device).doesNotHaveDuplicates();
    assertThat(listed).extracting(DeadLetterView::state).containsOnly(DeadLetterState.OPEN);
  }

  @Test
  void countsByReason() {
    write(aPush(1).build());
    write(aPush(2).build());
    write(aPush(3).setCause(PushCauses.of(Reason.REJECTED, "INVALID_ARGUMENT")).build());
    DeadLetterGroups groups =
        deadLetters.count(filter(), DeadLetterState.OPEN, Set.of(DeadLetterGroups.By.REASON));
    assertThat(groups.total()).isEqualTo(3);
    assertThat(groups.groups())
        .extracting(DeadLetterGroups.Group::reason)
        .containsExactly("RETRIES_EXHAUSTED", "INVALID_ARGUMENT");
  }

  @Test
  void peeksWithoutTellingWhatItSays() {
    write(aPush(1).build());
    DeadLetterView listed =
        deadLetters.list(filter(), DeadLetterState.OPEN, 1, null).letters().getFirst();
    DeadLetterDetails details =
        deadLetters
            .peek(DeadLetterKind.PUSHES, listed.partition(), listed.offset(), false)
            .orElseThrow();
    assertThat(details.contents()).isEqualTo("1 rendering, 19 bytes");
    assertThat(details.toString()).doesNotContain("notification");
    assertThat(deadLetters.peek(DeadLetterKind.PUSHES, listed.partition(), 1L << 40, false))
        .isEmpty();
    assertThat(deadLetters.peek(DeadLetterKind.PUSHES, 4_711, 0, false)).isEmpty();
  }

  @Test
  void exportsWhatItSaysOnlyWhereAskedFor() {
    write(aPush(1).build());
    try (DeadLetterExport export = deadLetters.export(filter(), DeadLetterState.OPEN, false)) {
      assertThat(String.valueOf(export.next())).doesNotContain("notification");
      assertThat(export.next()).isNull();
    }
    try (DeadLetterExport export = deadLetters.export(filter(), DeadLetterState.OPEN, true)) {
      assertThat(String.valueOf(export.next())).contains("{\"notification\":{}}");
    }
  }

  @Test
  void countsOnlyWhenRehearsing() {
    write(aPush(1).build());
    JobProgress ended = run(new Wish().dry());
    assertThat(ended.state()).isEqualTo(State.DONE);
    assertThat(ended.selected()).isEqualTo(1);
    assertThat(ended.done()).isZero();
    assertThat(commands()).isEmpty();
  }

  @Test
  void redrivesWhatMatchesAndTwiceSendsNothingTwice() {
    write(aPush(1).build());
    write(aPush(2).build());
    write(aPush(3).setCause(PushCauses.of(Reason.REJECTED, "INVALID_ARGUMENT")).build());
    JobProgress first = run(new Wish().code("UNAVAILABLE"));
    assertThat(first.done()).isEqualTo(2);
    assertThat(commands())
        .extracting(command -> command.getOnlyDeviceIds().getFirst())
        .containsExactlyInAnyOrder("device-1", "device-2");
    assertThat(commands()).extracting("push.redriveId").containsOnly(first.id());

    JobProgress second = run(new Wish().code("UNAVAILABLE"));
    assertThat(second.done()).isZero();
    assertThat(second.skipped()).isEqualTo(Map.of(SkipReason.DEALT_WITH, 2L));
    assertThat(commands()).hasSize(2);
    assertThat(deadLetters.list(filter(), DeadLetterState.OPEN, 10, null).letters()).hasSize(1);
    assertThat(deadLetters.list(filter(), DeadLetterState.REDRIVEN, 10, null).letters()).hasSize(2);
    assertThat(registry.counter("push.dead.letter.actions", "action", "redrive").count())
        .isEqualTo(2);
  }

  @Test
  void writesTheSamePushAgainAfterACrashBeforeTheNote() {
    write(aPush(1).build());
    write(aPush(2).build());
    try (TestKafka crashing = intercepted(DeadLetterJobIT::failActions);
        DeadLetterJobs dying = jobs(crashing, SOON)) {
      JobProgress failed = await(dying, dying.start(new Wish().request()));
      assertThat(failed.state()).isEqualTo(State.FAILED);
      assertThat(failed.done()).isZero();
    }
    List<PushCommand> before = commands();
    assertThat(before).isNotEmpty();

    JobProgress next = run(new Wish());
    assertThat(next.done()).isEqualTo(2);
    List<PushCommand> after = commands().subList(before.size(), before.size() + 2);
    assertThat(after).extracting(DeadLetterJobIT::identity).containsAll(identities(before));
    assertThat(run(new Wish()).done()).isZero();
    assertThat(commands()).hasSize(before.size() + 2);
  }

  @Test
  void leavesWhatComesMeanwhile() {
    write(aPush(1).build());
    write(aPush(2).build());
    AtomicInteger comeBack = new AtomicInteger(100);
    try (TestKafka feedingItself =
            intercepted(topic -> {
              if (topic.equals(Topics.PUSH_COMMANDS)) {
                write(aPush(comeBack.getAndIncrement()).build());
              }
            });
        DeadLetterJobs looping = jobs(feedingItself, SOON)) {
      assertThat(await(looping, looping.start(new Wish().request())).done()).isEqualTo(2);
    }
    assertThat(deadLetters.list(filter(), DeadLetterState.OPEN, 10, null).letters())
        .extracting(DeadLetterView::device)
        .containsExactlyInAnyOrder("device-100", "device-101");
  }

  @Test
  void skipsWhatIsTooLateOrCameBackTooOften() {
    write(
        DeadLetterFixtures.with(aPush(1), push -> push.setExpiresAt(now.minusSeconds(1))).build());
    write(DeadLetterFixtures.with(aPush(2), push -> push.setRedriveCount(3)).build());
    write(aPush(3).build());
    JobProgress ended = run(new Wish());
    assertThat(ended.done()).isEqualTo(1);
    assertThat(ended.skipped())
        .isEqualTo(Map.of(SkipReason.EXPIRED, 1L, SkipReason.TOO_MANY_REDRIVES, 1L));

    JobProgress forced = run(new Wish().force());
    assertThat(forced.done()).isEqualTo(1);
    assertThat(commands().getLast().getPush().getExpiresAt())
        .isAfter(now.plus(Duration.ofMinutes(59)));
  }

  @Test
  void discardsSoThatNoRedriveTakesIt() {
    write(aPush(1).build());
    JobProgress discarded = run(new Wish().discard());
    assertThat(discarded.done()).isEqualTo(1);
    assertThat(run(new Wish()).skipped()).isEqualTo(Map.of(SkipReason.DEALT_WITH, 1L));
    assertThat(commands()).isEmpty();
    assertThat(deadLetters.list(filter(), DeadLetterState.DISCARDED, 10, null).letters())
        .hasSize(1);
  }

  @Test
  void sendsTheRestOnceTheCanaryIsAccepted() {
    for (int i = 0; i < 30; i++) {
      write(aPush(i).build());
    }
    JobProgress started = jobs.start(new Wish().canary(10).request());
    awaitCanary(started.id());
    assertThat(commands()).hasSize(10);
    commands().forEach(command -> decide(command, Outcome.ACCEPTED));
    JobProgress ended = await(jobs, started);
    assertThat(ended.state()).isEqualTo(State.DONE);
    assertThat(ended.canary()).isEqualTo(new JobProgress.CanaryProgress(10, 10, 0, 0));
    assertThat(commands()).hasSize(30);
  }

  @Test
  void leavesTheRestIfTheCanaryFails() {
    for (int i = 0; i < 30; i++) {
      write(aPush(i).build());
    }
    JobProgress started = jobs.start(new Wish().canary(10).request());
    assertThatThrownBy(() -> jobs.start(new Wish().request()))
        .isInstanceOf(DeadLetterJobs.BusyException.class)
        .hasMessageNotContaining(started.id());
    awaitCanary(started.id());
    commands().forEach(command -> decide(command, Outcome.DEAD_LETTERED));
    JobProgress ended = await(jobs, started);
    assertThat(ended.state()).isEqualTo(State.CANARY_FAILED);
    assertThat(commands()).hasSize(10);
    assertThat(deadLetters.list(filter(), DeadLetterState.OPEN, 50, null).letters()).hasSize(20);
  }

  @Test
  void stopsWhenToldTo() {
    for (int i = 0; i < 30; i++) {
      write(aPush(i).build());
    }
    JobProgress started = jobs.start(new Wish().canary(10).request());
    awaitCanary(started.id());
    jobs.stop(started.id());
    assertThat(await(jobs, started).state()).isEqualTo(State.STOPPED);
    assertThat(run(new Wish()).done()).as("the next goes on").isEqualTo(20);
  }

  @Test
  void putsEventsBackAsTheyCame() {
    String name = "key-" + UUID.randomUUID();
    byte[] key = name.getBytes(StandardCharsets.UTF_8);
    byte[] value = {0, 1, 2, 3};
    kafka
        .publisher()
        .publish(
            Topics.CHAT_MESSAGES_DEAD_LETTERS,
            key,
            value,
            List.of(
                header("trace", "their-own"),
                header(DeadLetterHeaders.REASON, name),
                header(DeadLetterHeaders.SOURCE_TOPIC, Topics.CHAT_MESSAGES),
                header(DeadLetterHeaders.FAILED_AT, now.toString())))
        .join();
    DeadLetterFilter events =
        new DeadLetterFilter(DeadLetterKind.EVENTS, null, null, name, null, null, null, null);
    JobProgress ended = run(new Wish().of(events));
    assertThat(ended.done()).isEqualTo(1);
    List<ConsumerRecord<byte[], byte[]>> back =
        read(Topics.CHAT_MESSAGES).stream()
            .filter(record -> new String(record.key(), StandardCharsets.UTF_8).equals(name))
            .toList();
    assertThat(back).hasSize(1);
    assertThat(back.getFirst().value()).isEqualTo(value);
    assertThat(back.getFirst().headers())
        .extracting(Header::key)
        .containsExactly("trace", DeadLetterHeaders.REDRIVE_COUNT);
    assertThat(run(new Wish().of(events)).done()).isZero();
  }

  @Test
  void refusesALetterThatChoosesATopicWithoutTheseDeadLetters() {
    String name = "key-" + UUID.randomUUID();
    kafka
        .publisher()
        .publish(
            Topics.CHAT_MESSAGES_DEAD_LETTERS,
            name.getBytes(StandardCharsets.UTF_8),
            null,
            List.of(
                header(DeadLetterHeaders.REASON, name),
                header(DeadLetterHeaders.SOURCE_TOPIC, Topics.USER_DEVICES)))
        .join();
    DeadLetterFilter events =
        new DeadLetterFilter(DeadLetterKind.EVENTS, null, null, name, null, null, null, null);
    JobProgress ended = run(new Wish().of(events));
    assertThat(ended.state()).isEqualTo(State.DONE);
    assertThat(ended.done()).isZero();
    assertThat(ended.skipped()).isEqualTo(Map.of(SkipReason.SOURCE_NOT_ALLOWED, 1L));
    assertThat(ended.message())
        .isEqualTo(
            "Dead letters were skipped with SOURCE_NOT_ALLOWED: their header chatpush-source-topic names"
                + " a topic whose records do not go to chat.messages.dead-letters. Allowed are"
                + " chat.messages.");
    assertThat(read(Topics.USER_DEVICES))
        .noneMatch(record -> new String(record.key(), StandardCharsets.UTF_8).equals(name));
  }

  /** What is asked for; of the app of this test, fast, without a canary. */
  private final class Wish {
    private Action action = Action.REDRIVE;
    private DeadLetterFilter filter = filter();
    private boolean dryRun;
    private boolean force;
    private int canary;

    Wish dry() {
      dryRun = true;
      return this;
    }

    Wish force() {
      force = true;
      return this;
    }

    Wish discard() {
      action = Action.DISCARD;
      return this;
    }

    Wish canary(int size) {
      canary = size;
      return this;
    }

    Wish code(String code) {
      filter = new DeadLetterFilter(DeadLetterKind.PUSHES, app, code, null, null, null, null, null);
      return this;
    }

    Wish of(DeadLetterFilter other) {
      filter = other;
      return this;
    }

    JobRequest request() {
      return new JobRequest(
          action, filter, dryRun, 5_000, canary, force, null, 3, "operator", "{}");
    }
  }

  private static void failActions(String topic) {
    if (topic.equals(Topics.DEAD_LETTER_ACTIONS)) {
      throw new SerializationException("killed");
    }
  }

  /** Connects with a producer that runs the interceptor before each record. */
  private TestKafka intercepted(java.util.function.Consumer<String> interceptor) {
    return new TestKafka(
        backend,
        settings ->
            new KafkaProducer<byte[], byte[]>(settings) {
              @Override
              public Future<RecordMetadata> send(
                  ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
                interceptor.accept(record.topic());
                return super.send(record, callback);
              }
            });
  }

  private DeadLetterJobs jobs(TestKafka to, Duration canaryTimeout) {
    return new DeadLetterJobs(
        letters, to.publisher(), new DeadLetterActionMeters(registry), canaryTimeout, clock);
  }

  private DeadLetterFilter filter() {
    return new DeadLetterFilter(DeadLetterKind.PUSHES, app, null, null, null, null, null, null);
  }

  private DeadLetter.Builder aPush(int device) {
    return DeadLetterFixtures.aPush(app, "user-" + device % 7, "device-" + device, now);
  }

  private void write(DeadLetter letter) {
    kafka
        .publisher()
        .publish(
            Topics.PUSH_DEAD_LETTERS,
            RecordKeys.user(
                letter.getPush().getMessage().getAppId(), letter.getTarget().getUserId()),
            letter)
        .join();
  }

  private void decide(PushCommand command, Outcome outcome) {
    String device = command.getOnlyDeviceIds().getFirst();
    DeadLetter letter = aPush(Integer.parseInt(device.substring("device-".length()))).build();
    kafka
        .publisher()
        .publish(
            Topics.PUSH_OUTCOMES,
            letter.getTarget().getPushId(),
            PushOutcome.newBuilder()
                .setMessage(letter.getPush().getMessage())
                .setTarget(letter.getTarget())
                .setOutcome(outcome)
                .setDecidedAt(clock.instant())
                .build())
        .join();
  }

  private JobProgress run(Wish wish) {
    return await(jobs, jobs.start(wish.request()));
  }

  private static JobProgress await(DeadLetterJobs jobs, JobProgress started) {
    return Awaitility.await("the end of the job")
        .atMost(SOON)
        .until(() -> jobs.progress(started.id()).orElseThrow(), JobProgress::ended);
  }

  private void awaitCanary(String id) {
    Awaitility.await("the canary is out")
        .atMost(SOON)
        .until(() ->
            jobs.progress(id).orElseThrow().state() == State.AWAITING_CANARY
                && jobs.progress(id).orElseThrow().done() == 10);
  }

  /** The commands written for this app since the test began, in the order of their partitions. */
  private List<PushCommand> commands() {
    return read(Topics.PUSH_COMMANDS).stream()
        .map(record ->
            kafka.clients().codec().decode(PushCommand.class, record.topic(), record.value()))
        .filter(command -> command.getPush().getMessage().getAppId().equals(app))
        .toList();
  }

  private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    Consumer<byte[], byte[]> consumer = consumers.open();
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (MergedLog log =
        new MergedLog(
            consumer,
            LogRange.upToNow(consumer, LogRange.partitions(consumer, topic), begin),
            clock)) {
      for (var record = log.next(); record != null; record = log.next()) {
        records.add(record);
      }
    }
    return records;
  }

  private static Set<PushCommand> identities(List<PushCommand> commands) {
    Set<PushCommand> identities = new HashSet<>();
    commands.forEach(command -> identities.add(identity(command)));
    return identities;
  }

  /** A command without what tells the jobs apart. */
  private static PushCommand identity(PushCommand command) {
    PushCommand.Builder identity = PushCommand.newBuilder(command);
    identity.getPushBuilder().setRedriveId(null);
    return identity.build();
  }
}
