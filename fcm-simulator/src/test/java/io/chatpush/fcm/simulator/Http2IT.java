package io.chatpush.fcm.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.fcm.simulator.Http2Client.Result;
import io.chatpush.fcm.simulator.behaviour.AnswerTime;
import io.chatpush.fcm.simulator.http.ConnectionLimit;
import io.chatpush.fcm.simulator.ledger.Outcome;
import io.netty.handler.codec.http2.Http2Error;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens on the wire, frame by frame. */
class Http2IT {

  private static final String PATH = "/v1/projects/demo/messages:send";
  private static FcmSimulator simulator;
  private static String bearer;

  @BeforeAll
  static void start() throws Exception {
    simulator = FcmSimulator.start(SimulatorOptions.defaults());
    bearer = simulator.accessTokens().issue("demo");
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @BeforeEach
  void forget() {
    simulator.ledger().clear();
    simulator.behaviours().clear();
    simulator.behaviours().answerTime(new AnswerTime.Fixed(Duration.ZERO));
    simulator.server().connectionLimit(new ConnectionLimit.None());
  }

  @Test
  void allowsOneHundredStreams() throws Exception {
    try (Http2Client client = connect()) {
      assertThat(client.settings.get().maxConcurrentStreams()).isEqualTo(100);
    }
  }

  @Test
  void refusesTheHundredAndFirstStream() throws Exception {
    try (Http2Client client = connect()) {
      // The limit holds from the moment the client has acknowledged it, which this answer proves.
      assertThat(send(client, "first").status()).isEqualTo(200);
      for (int i = 0; i < 100; i++) {
        var _ = client.send("https", PATH, bearer, push("silence-1"));
      }
      assertThat(send(client, "one-too-many").reset()).isEqualTo(Http2Error.REFUSED_STREAM.code());
    }
    assertThat(simulator.requests("silence-1")).isEqualTo(100);
    assertThat(simulator.requests("one-too-many")).isZero();
  }

  @Test
  void takesTheSchemeWithAColonThatTheNodeSdkSends() throws Exception {
    try (Http2Client client = connect()) {
      Result result = await(client.send("https:", PATH, bearer, push("some-token")));
      assertThat(result.status()).isEqualTo(200);
    }
  }

  @Test
  void resetsAStream() throws Exception {
    try (Http2Client client = connect()) {
      assertThat(send(client, "reset-1"))
          .isEqualTo(new Result(0, "", Http2Error.INTERNAL_ERROR.code()));
      assertThat(send(client, "refused-1").reset()).isEqualTo(Http2Error.REFUSED_STREAM.code());
      assertThat(send(client, "other").status()).isEqualTo(200);
    }
    assertThat(simulator.received("reset-1")).isEmpty();
    assertThat(simulator.stats().count(Outcome.INTERRUPTED)).isEqualTo(2);
  }

  @Test
  void tearsAnAnswerInTwo() throws Exception {
    try (Http2Client client = connect()) {
      Result torn = send(client, "torn-1");
      assertThat(torn.status()).isEqualTo(200);
      assertThat(torn.body()).isNotEmpty();
      assertThat(torn.reset()).isEqualTo(Http2Error.INTERNAL_ERROR.code());
    }
  }

  @Test
  void deliversAPushWhoseAnswerIsLost() throws Exception {
    try (Http2Client client = connect()) {
      assertThat(send(client, "accepted.reset-1").reset()).isNotNull();
      assertThat(send(client, "accepted.unavailable-1").status()).isEqualTo(503);
    }
    assertThat(simulator.received("accepted.reset-1")).hasSize(1);
    assertThat(simulator.received("accepted.unavailable-1")).hasSize(1);
    assertThat(simulator.stats().count(Outcome.ACCEPTED_UNSAID)).isEqualTo(2);
  }

  @Test
  void closesTheConnection() throws Exception {
    try (Http2Client client = connect()) {
      var _ = client.send("https", PATH, bearer, push("close-1"));
      client.closed.get(10, TimeUnit.SECONDS);
      assertThat(client.goAway).isNotDone();
    }
  }

  @Test
  void saysGoAwayAndStillAnswersWhatIsInFlight() throws Exception {
    simulator.behaviours().set("late", "slow:200ms");
    try (Http2Client client = connect()) {
      CompletableFuture<Result> late = client.send("https", PATH, bearer, push("late"));
      assertThat(send(client, "goaway-1").status()).isEqualTo(200);
      assertThat(client.goAway.get(10, TimeUnit.SECONDS)).isEqualTo(Integer.MAX_VALUE);
      assertThat(await(late).status()).isEqualTo(200);
      client.closed.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void endsAConnectionAfterItsNumberOfRequests() throws Exception {
    simulator.server().connectionLimit(new ConnectionLimit.Requests(2));
    try (Http2Client client = connect()) {
      assertThat(send(client, "one").status()).isEqualTo(200);
      assertThat(send(client, "two").status()).isEqualTo(200);
      client.closed.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void saysGoAwayOnEveryConnectionWhenTold() throws Exception {
    try (Http2Client client = connect()) {
      assertThat(send(client, "one").status()).isEqualTo(200);
      simulator.server().goAwayEverywhere();
      client.closed.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void answersWhenTheTimeHasCome() throws Exception {
    simulator.behaviours().answerTime(new AnswerTime.Fixed(Duration.ofMillis(150)));
    try (Http2Client client = connect()) {
      long start = System.nanoTime();
      assertThat(send(client, "one").status()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }
  }

  /** The longer one is longer than a byte every fifty milliseconds would take. */
  @ParameterizedTest
  @ValueSource(ints = {200, 5_000})
  void dripsAnAnswerForAsLongAsIsAsked(int millis) throws Exception {
    try (Http2Client client = connect()) {
      long start = System.nanoTime();
      Result result = send(client, "drip:" + millis + "ms-1");
      assertThat(result.body()).contains("projects/demo/messages/0:");
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofMillis(millis - 50));
    }
  }

  @Test
  void keepsSilent() throws Exception {
    try (Http2Client client = connect()) {
      CompletableFuture<Result> silent = client.send("https", PATH, bearer, push("silence-1"));
      assertThat(send(client, "after").status()).isEqualTo(200);
      assertThat(silent).isNotDone();
    }
    assertThat(simulator.requests("silence-1")).isEqualTo(1);
  }

  @Test
  void takesABodyInManyFrames() throws Exception {
    try (Http2Client client = connect()) {
      // Larger than a frame: refused by FCM's own rule, so it was read to its end.
      String large = push("one").replace("Hello", "x".repeat(100_000));
      Result result = await(client.send("https", PATH, bearer, large));
      assertThat(result.status()).isEqualTo(400);
      assertThat(result.body()).contains("message is too big");
      String enormous = push("one").replace("Hello", "x".repeat(2_000_000));
      assertThat(await(client.send("https", PATH, bearer, enormous)).status()).isEqualTo(413);
    }
  }

  private static Http2Client connect() throws Exception {
    return new Http2Client(simulator.httpPort());
  }

  private static Result send(Http2Client client, String token) throws Exception {
    return await(client.send("https", PATH, bearer, push(token)));
  }

  private static Result await(CompletableFuture<Result> result) throws Exception {
    return result.get(10, TimeUnit.SECONDS);
  }

  private static String push(String token) {
    return "{\"message\":{\"token\":\"%s\",\"notification\":{\"body\":\"Hello\"}}}"
        .formatted(token);
  }
}
