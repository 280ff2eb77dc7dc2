package io.chatpush.dispatch.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.chatpush.dispatch.delivery.DeliveryOutcome.Accepted;
import io.chatpush.dispatch.delivery.DeliveryOutcome.AddressRefused;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Deferred;
import io.chatpush.dispatch.delivery.DeliveryOutcome.NotSent;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Rejected;
import io.chatpush.dispatch.delivery.DeliveryOutcome.TokenRetired;
import io.chatpush.dispatch.push.PushAddress;
import io.chatpush.dispatch.push.PushId;
import io.chatpush.events.AddressType;
import io.chatpush.events.Platform;
import io.chatpush.events.RenderedContent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What delivery relies on, one case for each answer that FCM gives. */
public interface PushGatewayContract {

  /** How long a test waits for what must come. */
  Duration PATIENCE = Duration.ofSeconds(20);

  /** The gateway under test. */
  PushGateway gateway();

  /** Makes FCM take the next push to that address. */
  void fcmAccepts(String address);

  /** Makes FCM take the next push to that address, without naming it. */
  void fcmAcceptsWithoutName(String address);

  /** Makes FCM refuse the next push to that address with a code of its own. */
  void fcmRefuses(String address, int status, String code, @Nullable Duration retryAfter);

  /** Makes FCM refuse the next push to that address because the address is invalid. */
  void fcmFindsInvalid(String address);

  /** Makes FCM refuse the next push to that address without a code of its own. */
  void frontEndRefuses(String address, int status);

  /** Makes FCM take the next push to that address and answer with an empty body. */
  void fcmAnswersEmpty(String address);

  /** Makes the connection end before the next push to that address is answered. */
  void connectionBreaks(String address);

  /** Makes FCM never answer the next push to that address. */
  void fcmKeepsSilent(String address);

  @Test
  default void acceptsWhatFcmTook() {
    fcmAccepts("address");
    assertThat(outcome("address"))
        .asInstanceOf(type(Accepted.class))
        .extracting(Accepted::fcmMessageId)
        .isNotNull();
  }

  @Test
  default void acceptsWhatFcmTookWithoutNamingIt() {
    fcmAcceptsWithoutName("address");
    assertThat(outcome("address")).isEqualTo(new Accepted(null));
  }

  @Test
  default void retiresTheTokenWhenFcmSaysUnregistered() {
    fcmRefuses("address", 404, "UNREGISTERED", null);
    assertThat(outcome("address")).isEqualTo(new TokenRetired());
  }

  @ParameterizedTest
  @CsvSource({"400, INVALID_ARGUMENT", "403, SENDER_ID_MISMATCH", "401, THIRD_PARTY_AUTH_ERROR"})
  default void rejectsWhatFcmWillNeverTake(int status, String code) {
    fcmRefuses("address", status, code, null);
    assertThat(outcome("address")).isEqualTo(new Rejected(code, status));
  }

  @Test
  default void refusesTheAddressThatFcmNamesAsInvalid() {
    fcmFindsInvalid("address");
    assertThat(outcome("address")).isEqualTo(new AddressRefused("INVALID_ARGUMENT", 400));
  }

  @ParameterizedTest
  @CsvSource({"429, QUOTA_EXCEEDED", "503, UNAVAILABLE", "500, INTERNAL"})
  default void defersWhatFcmMayTakeLater(int status, String code) {
    fcmRefuses("address", status, code, null);
    assertThat(outcome("address")).isEqualTo(new Deferred(code, status, null));
  }

  @ParameterizedTest
  @CsvSource({"429, QUOTA_EXCEEDED", "503, UNAVAILABLE"})
  default void passesOnHowLongFcmAsksToWait(int status, String code) {
    fcmRefuses("address", status, code, Duration.ofSeconds(37));
    assertThat(outcome("address")).isEqualTo(new Deferred(code, status, Duration.ofSeconds(37)));
  }

  @ParameterizedTest
  @CsvSource({"500, INTERNAL", "502, HTTP_502", "503, UNAVAILABLE"})
  default void defersWhatAFrontEndSaysInstead(int status, String code) {
    frontEndRefuses("address", status);
    assertThat(outcome("address")).isEqualTo(new Deferred(code, status, null));
  }

  @ParameterizedTest
  @CsvSource({"403, CREDENTIALS_REFUSED", "404, PROJECT_NOT_FOUND"})
  default void knowsWhatFcmDidNotLookAt(int status, String code) {
    frontEndRefuses("address", status);
    assertThat(outcome("address")).isEqualTo(new NotSent(code, null));
  }

  @Test
  default void doesNotKnowWhenTheAnswerIsEmpty() {
    fcmAnswersEmpty("address");
    assertThat(send("address")).failsWithin(PATIENCE);
  }

  @Test
  default void doesNotKnowWhenTheConnectionBreaks() {
    connectionBreaks("address");
    assertThat(send("address")).failsWithin(PATIENCE);
  }

  @Test
  default void doesNotKnowWhenFcmKeepsSilent() {
    fcmKeepsSilent("address");
    assertThat(send("address")).failsWithin(PATIENCE);
  }

  @Test
  default void goesOnAfterAnAnswerWasLost() {
    connectionBreaks("address");
    assertThat(send("address")).failsWithin(PATIENCE);
    fcmAccepts("address");
    assertThat(outcome("address")).isInstanceOf(Accepted.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {300})
  default void answersEverySendOfMany(int count) {
    IntStream.range(0, count).forEach(i -> fcmAccepts("address-" + i));
    List<CompletableFuture<DeliveryOutcome>> sends =
        IntStream.range(0, count).mapToObj(i -> send("address-" + i)).toList();
    assertThat(sends)
        .allSatisfy(send -> assertThat(send).succeedsWithin(PATIENCE).isInstanceOf(Accepted.class));
  }

  private CompletableFuture<DeliveryOutcome> send(String address) {
    return gateway()
        .send(
            new PushAttempt(
                "app",
                new PushAddress(AddressType.TOKEN, address),
                PushId.ofDevice("app", "message-1", "user-1", address),
                new RenderedContent(
                    Platform.ANDROID,
                    ByteBuffer.wrap("{\"data\":{}}".getBytes(StandardCharsets.UTF_8)),
                    List.of(),
                    -1,
                    List.of(),
                    0,
                    List.of(),
                    0,
                    ""),
                Duration.ofHours(1)));
  }

  private DeliveryOutcome outcome(String address) {
    return send(address).orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }
}
