package io.chatpush.dispatch.fcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.auth.oauth2.AccessToken;
import io.chatpush.dispatch.delivery.DeliveryOutcome;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Accepted;
import io.chatpush.dispatch.delivery.DeliveryOutcome.NotSent;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Rejected;
import io.chatpush.dispatch.delivery.PushAttempt;
import io.chatpush.dispatch.fcm.WildHttp2Server.Request;
import io.chatpush.dispatch.fcm.message.FcmFixtures;
import io.chatpush.dispatch.fcm.message.FcmRequestEncoder;
import io.chatpush.dispatch.push.PushAddress;
import io.chatpush.events.AddressType;
import io.chatpush.events.Platform;
import io.chatpush.events.RenderedContent;
import io.chatpush.fcm.simulator.FcmSimulator;
import io.chatpush.fcm.simulator.SimulatorOptions;
import io.chatpush.fcm.simulator.behaviour.AnswerTime;
import io.chatpush.fcm.simulator.http.ConnectionLimit;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an FCM that behaves badly cannot do to a send: lose it, or block the next. */
class FcmPushGatewayTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void asksAsFcmWantsToBeAsked() {
    try (var server = WildHttp2Server.start(Request::accept);
        var gateway = TestGateway.at(server.uri())) {
      assertThat(gateway.send()).succeedsWithin(PATIENCE);
      Request request = server.requests().getFirst();
      assertThat(request.header(":method")).isEqualTo("POST");
      assertThat(request.header(":path")).isEqualTo("/v1/projects/fixture/messages:send");
      assertThat(request.header("authorization")).isEqualTo("Bearer fixture-1");
      assertThat(request.header("content-type")).isEqualTo("application/json");
      assertThat(FcmFixtures.tree(request.body()))
          .isEqualTo(
              FcmFixtures.tree(new FcmRequestEncoder(false).encode(FcmFixtures.anAttempt())));
    }
  }

  @Test
  void sharesConnectionsAmongSendsAndOpensNoMoreThanItMay() {
    CountDownLatch all = new CountDownLatch(200);
    List<Request> waiting = new CopyOnWriteArrayList<>();
    try (var server =
            WildHttp2Server.start(request -> {
              waiting.add(request);
              all.countDown();
            });
        var gateway = TestGateway.at(server.uri(), 2, Duration.ofSeconds(20))) {
      List<CompletableFuture<DeliveryOutcome>> sends = sends(gateway, 200);
      await("200 sends on 2 connections").until(() -> all.getCount() == 0);
      assertThat(server.connectionsAccepted()).isEqualTo(2);
      assertThat(gateway.gauge("push.fcm.connections")).isEqualTo(2);
      assertThat(gateway.gauge("push.fcm.in.flight")).isEqualTo(200);
      waiting.forEach(Request::accept);
      assertThat(sends).allSatisfy(FcmPushGatewayTest::isAccepted);
      assertThat(gateway.gauge("push.fcm.in.flight")).isZero();
      assertThat(gateway.requests("OK")).isEqualTo(200);
    }
  }

  @Test
  void keepsWithinTheStreamsThatTheServerAllows() {
    try (var server = WildHttp2Server.start(Request::accept, 3);
        var gateway = TestGateway.at(server.uri(), 2, Duration.ofSeconds(20))) {
      assertThat(sends(gateway, 150))
          .allSatisfy(send ->
              assertThat(send)
                  .succeedsWithin(PATIENCE)
                  .matches(o -> o instanceof Accepted || o instanceof NotSent));
      await("a send after the rush").until(() -> gateway.send().join() instanceof Accepted);
    }
  }

  @Test
  void opensTheNextConnectionBeforeTheFirstIsFull() {
    try (var server = WildHttp2Server.start(request -> {});
        var gateway = TestGateway.at(server.uri(), 4, Duration.ofSeconds(2))) {
      List<CompletableFuture<DeliveryOutcome>> few = sends(gateway, 69);
      await("the few").until(() -> server.requests().size() == 69);
      assertThat(server.connectionsAccepted()).isEqualTo(1);
      CompletableFuture<DeliveryOutcome> oneMore = gateway.send();
      await("a connection ahead").until(() -> gateway.gauge("push.fcm.connections") == 2);
      assertThat(server.requests().stream().map(Request::connection).distinct()).hasSize(1);
      assertThat(few).allSatisfy(send -> assertThat(ended(send)).isTrue());
      assertThat(ended(oneMore)).isTrue();
    }
  }

  @Test
  void spreadsOverItsConnectionsWhenTheServerAllowsFewerStreamsLater() {
    CountDownLatch all = new CountDownLatch(10);
    List<Request> waiting = new CopyOnWriteArrayList<>();
    try (var server = WildHttp2Server.start(Request::accept);
        var gateway = TestGateway.at(server.uri(), 5, Duration.ofSeconds(10))) {
      assertThat(gateway.send()).satisfies(FcmPushGatewayTest::isAccepted);
      server.limitStreams(2);
      assertThat(gateway.send()).satisfies(FcmPushGatewayTest::isAccepted);
      server.behave(request -> {
        waiting.add(request);
        all.countDown();
      });
      List<CompletableFuture<DeliveryOutcome>> sends = sends(gateway, 10);
      // Only the first connection was told of the lower limit.
      await("ten sends at once").until(() -> all.getCount() == 0);
      assertThat(server.connectionsAccepted()).isEqualTo(2);
      waiting.forEach(Request::accept);
      assertThat(sends).allSatisfy(FcmPushGatewayTest::isAccepted);
    }
  }

  @Test
  void findsOutWhenAPeerHasVanished() {
    try (var server = WildHttp2Server.start(Request::accept);
        var gateway =
            TestGateway.impatient(
                server.uri(), 1, Duration.ofSeconds(30), Duration.ofMillis(300))) {
      assertThat(gateway.send()).satisfies(FcmPushGatewayTest::isAccepted);
      server.freezeConnections();
      assertThat(gateway.send())
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .withMessageContaining("the connection to FCM was lost");
      assertThat(gateway.send()).satisfies(FcmPushGatewayTest::isAccepted);
      assertThat(server.connectionsAccepted()).isEqualTo(2);
    }
  }

  @Test
  void keepsAConnectionThatIsSilentButAlive() {
    try (var server =
            WildHttp2Server.start(request -> {
              var _ =
                  request.connection().executor().schedule(request::accept, 1, TimeUnit.SECONDS);
            });
        var gateway =
            TestGateway.impatient(
                server.uri(), 1, Duration.ofSeconds(30), Duration.ofMillis(100))) {
      assertThat(gateway.send()).satisfies(FcmPushGatewayTest::isAccepted);
      assertThat(gateway.send()).satisfies(FcmPushGatewayTest::isAccepted);
      assertThat(server.connectionsAccepted()).isEqualTo(1);
    }
  }

  @Test
  void closesAConnectionThatNobodyUses() {
    try (var server = WildHttp2Server.start(Request::accept);
        var gateway =
            TestGateway.impatient(server.uri(), 1, Duration.ofMillis(300), Duration.ofSeconds(2))) {
      assertThat(gateway.send()).satisfies(FcmPushGatewayTest::isAccepted);
      await("the unused connection to be closed").until(() -> server.connectionsOpen() == 0);
      assertThat(gateway.send()).satisfies(FcmPushGatewayTest::isAccepted);
      assertThat(server.connectionsAccepted()).isEqualTo(2);
    }
  }

  @Test
  void losesAndDoublesNothingWhileEveryConnectionIsToldToGo() throws IOException {
    try (var simulator =
            FcmSimulator.start(
                SimulatorOptions.builder()
                    .answerTime(new AnswerTime.Fixed(Duration.ofMillis(20)))
                    .build());
        var gateway = TestGateway.withTokensOf(simulator)) {
      simulator.server().connectionLimit(new ConnectionLimit.Age(Duration.ofMillis(100)));
      int rounds = 40;
      for (int round = 0; round < rounds; round++) {
        String prefix = "round" + round + "-";
        List<CompletableFuture<DeliveryOutcome>> sends =
            IntStream.range(0, 100)
                .mapToObj(i ->
                    gateway.send(
                        FcmFixtures.anAttempt(new PushAddress(AddressType.TOKEN, prefix + i))))
                .toList();
        assertThat(sends).allSatisfy(FcmPushGatewayTest::isAccepted);
      }
      assertThat(simulator.stats().received()).isEqualTo(rounds * 100L);
      assertThat(simulator.stats().duplicates()).isZero();
      assertThat(simulator.server().sentGoAways()).isGreaterThan(5);
    }
  }

  @Test
  void doesNotSendWhatNeitherConnectionsNorQueueCanTake() {
    try (var server = WildHttp2Server.start(request -> {});
        var gateway = TestGateway.at(server.uri(), 1, Duration.ofSeconds(2))) {
      List<CompletableFuture<DeliveryOutcome>> sends = sends(gateway, 250);
      assertThat(sends).allSatisfy(send -> assertThat(ended(send)).isTrue());
      long notSent = sends.stream().filter(FcmPushGatewayTest::isNotSent).count();
      // Those in the queue, another hundred, may or may not get the streams of those that gave up.
      assertThat(notSent).isBetween(50L, 150L);
      server.behave(Request::accept);
      // Those who gave up in the queue keep their place until the event loop has passed it.
      await("a send after the rush").until(() -> gateway.send().join() instanceof Accepted);
    }
  }

  @Test
  void givesUpAfterTheSendTimeout() {
    try (var server = WildHttp2Server.start(Request::accept);
        var gateway = TestGateway.at(server.uri(), 1, Duration.ofSeconds(2))) {
      assertThat(gateway.send()).satisfies(FcmPushGatewayTest::isAccepted);
      server.behave(request -> {});
      assertThat(gateway.send())
          .failsWithin(PATIENCE)
          .withThrowableThat()
          .withCauseInstanceOf(NoAnswerException.class);
      assertThat(gateway.requests("NO_ANSWER")).isEqualTo(1);
    }
  }

  @Test
  void leavesAConnectionThatFellSilent() {
    try (var server = WildHttp2Server.start(Request::accept);
        var gateway = TestGateway.at(server.uri(), 1, Duration.ofSeconds(2))) {
      assertThat(gateway.send()).satisfies(FcmPushGatewayTest::isAccepted);
      server.behave(request -> {});
      assertThat(gateway.send()).failsWithin(PATIENCE);
      await("the silent connection to be closed").until(() -> server.connectionsOpen() == 0);
      server.behave(Request::accept);
      assertThat(gateway.send()).satisfies(FcmPushGatewayTest::isAccepted);
      assertThat(server.connectionsAccepted()).isEqualTo(2);
    }
  }

  @Test
  void keepsAConnectionOnWhichOthersAreAnswered() {
    try (var server = WildHttp2Server.start(Request::accept);
        var gateway = TestGateway.at(server.uri(), 1, Duration.ofSeconds(2))) {
      assertThat(gateway.send()).satisfies(FcmPushGatewayTest::isAccepted);
      server.behave(request -> {});
      CompletableFuture<DeliveryOutcome> unanswered = gateway.send();
      await("the request").until(() -> server.requests().size() == 2);
      server.behave(Request::accept);
      while (!unanswered.isDone()) {
        assertThat(gateway.send()).satisfies(FcmPushGatewayTest::isAccepted);
      }
      assertThat(unanswered).isCompletedExceptionally();
      assertThat(gateway.send()).satisfies(FcmPushGatewayTest::isAccepted);
      assertThat(server.connectionsAccepted()).isEqualTo(1);
    }
  }

  @Test
  void doesNotKnowWhenTheAnswerBreaksOff() {
    try (var server =
            WildHttp2Server.start(request -> {
              request.answerHalf();
              request.breakConnection();
            });
        var gateway = TestGateway.at(server.uri())) {
      assertThat(gateway.send()).failsWithin(PATIENCE);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"INTERNAL_ERROR", "CANCEL", "ENHANCE_YOUR_CALM"})
  void doesNotRepeatWhatFcmMayHaveSeen(Http2Error error) {
    try (var server = WildHttp2Server.start(request -> request.reset(error));
        var gateway = TestGateway.at(server.uri())) {
      assertThat(gateway.send()).failsWithin(PATIENCE);
      assertThat(server.requests()).hasSize(1);
      server.behave(Request::accept);
      assertThat(gateway.send()).satisfies(FcmPushGatewayTest::isAccepted);
    }
  }

  @Test
  void repeatsAtOnceWhatTheServerDidNotLookAt() {
    AtomicInteger seen = new AtomicInteger();
    try (var server =
            WildHttp2Server.start(request -> {
              if (seen.incrementAndGet() == 1) {
                request.reset(Http2Error.REFUSED_STREAM);
              } else {
                request.accept();
              }
            });
        var gateway = TestGateway.at(server.uri())) {
      assertThat(gateway.send()).satisfies(FcmPushGatewayTest::isAccepted);
      assertThat(seen).hasValue(2);
    }
  }

  @Test
  void doesNotSendAThirdTimeWhatTheServerDoesNotLookAt() {
    try (var server = WildHttp2Server.start(request -> request.reset(Http2Error.REFUSED_STREAM));
        var gateway = TestGateway.at(server.uri())) {
      assertThat(gateway.send()).succeedsWithin(PATIENCE).isEqualTo(FcmSend.NO_STREAM);
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void repeatsOnAnotherConnectionWhatAGoAwayLeftOut() {
    AtomicInteger seen = new AtomicInteger();
    try (var server =
            WildHttp2Server.start(request -> {
              if (seen.incrementAndGet() == 1) {
                request.goAway(1);
              } else {
                request.accept();
              }
            });
        var gateway = TestGateway.at(server.uri(), 1, Duration.ofSeconds(5))) {
      assertThat(gateway.send()).satisfies(FcmPushGatewayTest::isAccepted);
      assertThat(server.connectionsAccepted()).isEqualTo(2);
    }
  }

  @Test
  void waitsForTheAnswersThatAGoAwayPromises() {
    try (var server =
            WildHttp2Server.start(request -> {
              request.goAway(0);
              request.accept();
            });
        var gateway = TestGateway.at(server.uri(), 1, Duration.ofSeconds(5))) {
      for (int i = 1; i <= 3; i++) {
        assertThat(gateway.send()).satisfies(FcmPushGatewayTest::isAccepted);
      }
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void endsEverySendThroughAStormOfFaults() {
    AtomicInteger seen = new AtomicInteger();
    try (var server =
            WildHttp2Server.start(request -> {
              switch (seen.incrementAndGet() % 50) {
                case 7 -> request.breakConnection();
                case 13 -> request.goAway(3);
                case 17, 18, 19 -> request.reset(Http2Error.REFUSED_STREAM);
                case 23 -> request.reset(Http2Error.INTERNAL_ERROR);
                case 29 -> request.answerHalf();
                case 31 -> request.answer(503, "", "retry-after", "10");
                case 37 -> {}
                default -> request.accept();
              }
            });
        var gateway = TestGateway.at(server.uri(), 4, Duration.ofSeconds(2))) {
      for (int round = 0; round < 5; round++) {
        assertThat(sends(gateway, 300)).allSatisfy(send -> assertThat(ended(send)).isTrue());
      }
      server.behave(Request::accept);
      assertThat(sends(gateway, 300)).allSatisfy(FcmPushGatewayTest::isAccepted);
      assertThat(gateway.gauge("push.fcm.in.flight")).isZero();
      await("connections that went away to end what they began")
          .until(() -> gateway.gauge("push.fcm.connections") <= 4);
    }
  }

  @Test
  void comesBackWhenEveryConnectionWasLost() {
    try (var server = WildHttp2Server.start(Request::accept);
        var gateway = TestGateway.at(server.uri(), 4, Duration.ofSeconds(5))) {
      assertThat(sends(gateway, 300)).allSatisfy(FcmPushGatewayTest::isAccepted);
      server.breakAllConnections();
      await("the loss to be noticed")
          .until(() -> gateway.send().handle((o, _) -> o).join() != null);
      assertThat(sends(gateway, 300)).allSatisfy(FcmPushGatewayTest::isAccepted);
    }
  }

  @Test
  void doesNotSendWhileNobodyListens() throws IOException {
    try (var gateway = TestGateway.at(nobody())) {
      assertThat(gateway.send()).succeedsWithin(PATIENCE).isEqualTo(FcmSend.NO_CONNECTION);
    }
  }

  @Test
  void doesNotSendWhileTheHostIsUnknown() {
    try (var gateway = TestGateway.at(URI.create("http://fixture.invalid:1"))) {
      assertThat(gateway.send()).succeedsWithin(PATIENCE).isEqualTo(FcmSend.NO_CONNECTION);
    }
  }

  @Test
  void doesNotSendWhileTheServerTakesConnectionsAndSaysNothing() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var gateway =
            TestGateway.at(
                URI.create("https://127.0.0.1:" + mute.getLocalPort()),
                1,
                Duration.ofMillis(500))) {
      assertThat(gateway.send())
          .succeedsWithin(PATIENCE)
          // Its own timeout or that of the handshake comes first.
          .isInstanceOf(NotSent.class);
    }
  }

  @Test
  void renewsARefusedTokenAndRepeatsOnce() {
    try (var server =
            WildHttp2Server.start(request -> {
              if (request.header("authorization").equals("Bearer fixture-1")) {
                request.answer(401, "{}", "www-authenticate", "Bearer error=\"invalid_token\"");
              } else {
                request.accept();
              }
            });
        var gateway = TestGateway.at(server.uri(), 2, Duration.ofSeconds(5))) {
      assertThat(sends(gateway, 100)).allSatisfy(FcmPushGatewayTest::isAccepted);
      assertThat(server.requests().getLast().header("authorization")).isEqualTo("Bearer fixture-2");
    }
  }

  @Test
  void doesNotAskForTokenAfterTokenWhenNoneIsTaken() {
    AtomicInteger fetched = new AtomicInteger();
    try (var server = WildHttp2Server.start(request -> request.answer(401, "{}"));
        var gateway =
            TestGateway.at(
                server.uri(),
                2,
                Duration.ofSeconds(5),
                () ->
                    new AccessToken(
                        "fixture-" + fetched.incrementAndGet(),
                        Date.from(Instant.now().plus(Duration.ofHours(1)))))) {
      assertThat(sends(gateway, 100))
          .allSatisfy(send ->
              assertThat(send)
                  .succeedsWithin(PATIENCE)
                  .isEqualTo(new NotSent("CREDENTIALS_REFUSED", null)));
      assertThat(fetched).hasValue(2);
    }
  }

  @Test
  void doesNotSendWhileThereIsNoToken() {
    try (var server = WildHttp2Server.start(Request::accept);
        var gateway =
            TestGateway.at(
                server.uri(),
                1,
                Duration.ofSeconds(5),
                () -> {
                  throw new IOException("down");
                })) {
      assertThat(gateway.send()).succeedsWithin(PATIENCE).isEqualTo(FcmSend.NO_ACCESS_TOKEN);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void doesNotWaitForATokenLongerThanForAnAnswer() {
    CountDownLatch never = new CountDownLatch(1);
    try (var server = WildHttp2Server.start(Request::accept);
        var gateway =
            TestGateway.at(
                server.uri(),
                1,
                Duration.ofMillis(300),
                () -> {
                  try {
                    never.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  throw new IOException("down");
                })) {
      assertThat(gateway.send()).succeedsWithin(PATIENCE).isEqualTo(FcmSend.NO_ACCESS_TOKEN);
      never.countDown();
    }
  }

  @Test
  void rejectsPushesOfAnAppThatIsGone() {
    try (var server = WildHttp2Server.start(Request::accept);
        var gateway = TestGateway.at(server.uri())) {
      PushAttempt attempt = FcmFixtures.anAttempt();
      assertThat(
              gateway.send(
                  new PushAttempt(
                      "other",
                      attempt.address(),
                      attempt.pushId(),
                      attempt.content(),
                      attempt.timeToLive())))
          .isCompletedWithValue(new Rejected(Rejected.APP_UNKNOWN, 0));
    }
  }

  @Test
  void rejectsWhatIsNoPayload() {
    try (var server = WildHttp2Server.start(Request::accept);
        var gateway = TestGateway.at(server.uri())) {
      PushAttempt attempt = FcmFixtures.anAttempt();
      RenderedContent empty =
          new RenderedContent(
              Platform.WEB, ByteBuffer.allocate(0), List.of(), -1, List.of(), 0, List.of(), 0, "");
      assertThat(
              gateway.send(
                  new PushAttempt(
                      "app", attempt.address(), attempt.pushId(), empty, FcmFixtures.TTL)))
          .isCompletedWithValue(new Rejected("MALFORMED_PAYLOAD", 0));
    }
  }

  private static URI nobody() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + free.getLocalPort());
    }
  }

  private static List<CompletableFuture<DeliveryOutcome>> sends(TestGateway gateway, int count) {
    return IntStream.range(0, count).mapToObj(_ -> gateway.send()).toList();
  }

  private static void isAccepted(CompletableFuture<DeliveryOutcome> send) {
    assertThat(send).succeedsWithin(PATIENCE).isInstanceOf(Accepted.class);
  }

  private static boolean ended(CompletableFuture<DeliveryOutcome> send) {
    try {
      var _ = send.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
      return true;
    } catch (CompletionException e) {
      return e.getCause() instanceof IOException;
    }
  }

  private static boolean isNotSent(CompletableFuture<DeliveryOutcome> send) {
    return !send.isCompletedExceptionally() && send.join() instanceof NotSent;
  }
}
