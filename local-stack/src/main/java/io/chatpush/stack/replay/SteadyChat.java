package io.chatpush.stack.replay;

import io.chatpush.cli.service.TokenSigner;
import io.chatpush.cli.terminal.CommandException;
import io.chatpush.cli.terminal.Terminal;
import io.chatpush.stack.launch.KafkaLogins;
import io.chatpush.stack.launch.Ports;
import io.chatpush.testing.registry.RegistryCommand;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A generated chat that goes on at a steady rate until it is finished, with every push followed to
 * its end: a replay without a log. Its channels speak in turn, so that {@link #cycle} messages in a
 * row reach every partition, every user, and both the direct and the bulk lane.
 *
 * <p>One thread controls it; sending, reading outcomes and the caller are concurrent.
 */
public final class SteadyChat implements AutoCloseable {

  private static final int SMALL_CHANNELS = 16;
  private static final int SMALL_CHANNEL_MEMBERS = 6;

  /** More than 100: its pushes take the bulk lane. */
  private static final int USERS = 120;

  /** How long Kafka may be away before an event counts as refused: longer than any one fault. */
  private static final Duration KAFKA_PATIENCE = Duration.ofMinutes(10);

  /** How long Kafka may take for the last events when the run was told to end. */
  private static final Duration HURRIED_FLUSH = Duration.ofSeconds(20);

  private static final Duration TICK = Duration.ofMillis(500);

  private final String runId;
  private final double perSecond;
  private final List<ChatLog.Channel> channels = channels();
  private final RegisteredDevices registered;
  private final PushLedger ledger;
  private final OutcomeReader outcomes;
  private final EventSender sender;
  private final Thread sending = new Thread(this::send, "events");
  private final AtomicLong published = new AtomicLong();
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final long begin = System.nanoTime();

  private SteadyChat(
      Ports ports,
      KafkaLogins kafka,
      Clock clock,
      String runId,
      double perSecond,
      RegisteredDevices registered) {
    String registryUrl = RegistryCommand.url(ports.registry());
    this.runId = runId;
    this.perSecond = perSecond;
    this.registered = registered;
    this.ledger = new PushLedger(registered.devicesOf(users()));
    this.outcomes = new OutcomeReader(kafka.administrator(), registryUrl, ledger);
    this.sender = new EventSender(kafka.chatSystem(), registryUrl, clock, KAFKA_PATIENCE);
  }

  /** Ids of the users of every such chat, of whom each has one device. */
  public static List<String> users() {
    return IntStream.range(0, USERS).mapToObj("chaos-user-%03d"::formatted).toList();
  }

  /**
   * Registers the users' devices and begins to send.
   *
   * @param kafka how to reach the broker
   * @param runId begins the message ids
   * @param perSecond messages, more than 0
   * @param patience how long registration may make no progress
   * @throws CommandException when the devices are not taken
   */
  public static SteadyChat begin(
      Ports ports,
      KafkaLogins kafka,
      TokenSigner tokens,
      HttpClient http,
      Terminal terminal,
      Clock clock,
      String runId,
      double perSecond,
      Duration patience)
      throws InterruptedException {
    RegisteredDevices registered = new RegisteredDevices(kafka.administrator());
    new Replay(ports, kafka, tokens, http, terminal, clock)
        .register(Device.forUsers(users(), 1), registered, patience);
    SteadyChat chat = new SteadyChat(ports, kafka, clock, runId, perSecond, registered);
    chat.sending.start();
    return chat;
  }

  /** How many messages have been handed to the producer: the number of the next one. */
  public long published() {
    return published.get();
  }

  /** After that number of messages in a row, every channel has spoken. */
  public long cycle() {
    return channels.size();
  }

  /** Whether the messages with these numbers were sent and all their pushes have an outcome. */
  public boolean areAnswered(long from, long to) {
    if (published.get() < to) {
      return false;
    }
    for (long index = from; index < to; index++) {
      if (!ledger.isAnswered(id(index))) {
        return false;
      }
    }
    return true;
  }

  /** Pushes called for that have no outcome yet. */
  public long unanswered() {
    return ledger.standing().unaccounted();
  }

  /**
   * The channels and users with pushes of which none has got an outcome for longer than a limit.
   *
   * @param notBefore when the limit begins to run at the earliest, as {@link System#nanoTime}
   */
  public List<String> stalled(Duration limit, long notBefore) {
    return ledger.stalled(limit, notBefore);
  }

  /** Outcomes of a push under another id than that of its first outcome: should be none. */
  public long underAnotherTag() {
    return ledger.underAnotherTag();
  }

  /**
   * Fails when the chat itself cannot go on.
   *
   * @throws RuntimeException with the reason
   */
  public void requireAlive() {
    outcomes.requireAlive();
    RuntimeException problem = failure.get();
    if (problem != null) {
      throw problem;
    }
    registered.endedSince().forEach(ledger::ended);
  }

  /**
   * Stops sending, and waits for the outcomes that are missing.
   *
   * @param patience how long no outcome may come before what is missing counts as unaccounted
   * @param hurry whether not to wait any longer
   * @param duplicates pushes that reached a device twice meanwhile, as the simulator saw it
   */
  public ReplayReport finish(
      Duration patience, BooleanSupplier hurry, Terminal terminal, long duplicates)
      throws InterruptedException {
    stopped.countDown();
    stopSending(patience, hurry);
    Duration spent = Duration.ofNanos(System.nanoTime() - begin);
    long moved = System.nanoTime();
    long before = -1;
    while (true) {
      requireAlive();
      PushLedger.Standing standing = ledger.standing();
      terminal.progress("  waiting for the last outcomes: " + standing.unaccounted());
      long now = standing.settled() + sender.acknowledged();
      if (now != before) {
        before = now;
        moved = System.nanoTime();
      }
      if (standing.unaccounted() == 0
          || hurry.getAsBoolean()
          || System.nanoTime() - moved > patience.toNanos()) {
        return new ReplayReport(
            sender.acknowledged(),
            spent,
            Duration.ofNanos(System.nanoTime() - begin),
            standing,
            duplicates);
      }
      TimeUnit.NANOSECONDS.sleep(TICK.toNanos());
    }
  }

  /** Waits until Kafka has every event; not for longer than the patience, nor in a hurry. */
  private void stopSending(Duration patience, BooleanSupplier hurry) throws InterruptedException {
    long asked = System.nanoTime();
    while (!sending.join(TICK)) {
      Duration waited = Duration.ofNanos(System.nanoTime() - asked);
      if (waited.compareTo(hurry.getAsBoolean() ? HURRIED_FLUSH : patience) > 0) {
        sending.interrupt();
      }
    }
  }

  @Override
  public void close() {
    stopped.countDown();
    sending.interrupt(); // it is waiting for a broker that is away, or has ended
    try {
      sending.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sender.close();
    outcomes.close();
    registered.close();
  }

  private void send() {
    try {
      long start = System.nanoTime();
      for (long index = 0; ; index++) {
        long wait = (long) (index / perSecond * 1e9) - (System.nanoTime() - start);
        if (stopped.await(wait, TimeUnit.NANOSECONDS)) {
          sender.flush();
          return;
        }
        sender.send(message(index), id(index), ledger);
        published.incrementAndGet();
      }
    } catch (RuntimeException e) {
      failure.set(e);
    } catch (InterruptedException e) {
      failure.set(new IllegalStateException("Interrupted while sending", e));
    }
  }

  private String id(long index) {
    return runId + "-" + index;
  }

  private ChatLog.Message message(long index) {
    ChatLog.Channel channel = channels.get((int) (index % channels.size()));
    String sender =
        channel.members().get((int) (index / channels.size() % channel.members().size()));
    return ChatLog.Message.text(
        channel, sender, null, "message " + index, List.of(), Duration.ZERO);
  }

  private static List<ChatLog.Channel> channels() {
    List<String> users = users();
    List<ChatLog.Channel> channels = new ArrayList<>();
    for (int i = 0; i < SMALL_CHANNELS; i++) {
      List<String> members =
          users.subList(i * SMALL_CHANNEL_MEMBERS, (i + 1) * SMALL_CHANNEL_MEMBERS);
      channels.add(new ChatLog.Channel("chaos-channel-" + i, "Channel " + i, members));
    }
    channels.add(new ChatLog.Channel("chaos-everybody", "Everybody", users));
    return channels;
  }
}
