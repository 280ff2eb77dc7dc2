package io.chatpush.dispatch.fcm.message;

import static io.chatpush.dispatch.fcm.message.FcmFixtures.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import com.google.api.client.testing.http.MockLowLevelHttpResponse;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.firebase.FirebaseApp;
import com.google.firebase.FirebaseOptions;
import com.google.firebase.messaging.AndroidConfig;
import com.google.firebase.messaging.AndroidNotification;
import com.google.firebase.messaging.ApnsConfig;
import com.google.firebase.messaging.Aps;
import com.google.firebase.messaging.FirebaseMessaging;
import com.google.firebase.messaging.FirebaseMessagingException;
import com.google.firebase.messaging.Message;
import com.google.firebase.messaging.Notification;
import com.google.firebase.messaging.WebpushConfig;
import com.google.firebase.messaging.WebpushNotification;
import io.chatpush.dispatch.delivery.PushAttempt;
import io.chatpush.dispatch.push.PayloadRenderer;
import io.chatpush.dispatch.push.PushAddress;
import io.chatpush.dispatch.push.PushContent;
import io.chatpush.dispatch.push.PushId;
import io.chatpush.events.AddressType;
import io.chatpush.events.MessagePriority;
import io.chatpush.events.Platform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** What we put on the wire is, field for field, what {@link FirebaseMessaging#send} does. */
class SdkOracleTest {

  private static final CapturingTransport WIRE = new CapturingTransport();

  private static @Nullable FirebaseApp app;

  private final FcmPayloadRenderer renderer = new FcmPayloadRenderer();

  @BeforeContainer
  static void startTheSdk() {
    AccessToken token =
        new AccessToken("fixture", Date.from(Instant.parse("9999-01-01T00:00:00Z")));
    app =
        FirebaseApp.initializeApp(
            FirebaseOptions.builder()
                .setProjectId("fixture")
                .setCredentials(GoogleCredentials.create(token))
                .setHttpTransport(WIRE)
                .build(),
            "oracle");
  }

  @AfterContainer
  static void stopTheSdk() {
    if (app != null) {
      app.delete();
    }
  }

  @Property(tries = 600)
  void sendsWhatTheSdkSends(
      @ForAll("contents") PushContent content,
      @ForAll("addresses") PushAddress address,
      @ForAll("platforms") Platform platform,
      @ForAll long idHigh,
      @ForAll long idLow,
      @ForAll("timesToLive") Duration timeToLive,
      @ForAll boolean validateOnly)
      throws FirebaseMessagingException {
    PushId pushId = new PushId(new UUID(idHigh, idLow));
    byte[] ours =
        new FcmRequestEncoder(validateOnly)
            .encode(
                new PushAttempt(
                    "app", address, pushId, renderer.render(content, platform), timeToLive));

    FirebaseMessaging.getInstance(app)
        .send(bySdk(content, address, platform, pushId, timeToLive), validateOnly);

    assertThat(tree(ours)).isEqualTo(tree(WIRE.lastRequest()));
  }

  // The token is deprecated and still what nearly every device has.
  @SuppressWarnings("deprecation")
  private static Message bySdk(
      PushContent content,
      PushAddress address,
      Platform platform,
      PushId pushId,
      Duration timeToLive) {
    Message.Builder message =
        Message.builder()
            .setNotification(
                Notification.builder().setTitle(content.title()).setBody(content.body()).build())
            .putAllData(content.data())
            .putData("push_id", pushId.toString());
    switch (address.type()) {
      case TOKEN, UNKNOWN -> message.setToken(address.value());
      case FID -> message.setFid(address.value());
    }
    boolean high = content.priority() != MessagePriority.NORMAL;
    switch (platform) {
      case ANDROID ->
          message.setAndroidConfig(
              AndroidConfig.builder()
                  .setTtl(timeToLive.toMillis())
                  .setPriority(high ? AndroidConfig.Priority.HIGH : AndroidConfig.Priority.NORMAL)
                  .setNotification(AndroidNotification.builder().setTag(pushId.toString()).build())
                  .build());
      case IOS -> {
        Aps.Builder aps = Aps.builder().setMutableContent(true).setThreadId(content.threadId());
        message.setApnsConfig(
            ApnsConfig.builder()
                .putHeader("apns-priority", high ? "10" : "5")
                .putHeader("apns-expiration", "" + content.expiresAt().getEpochSecond())
                .putHeader("apns-collapse-id", pushId.toString())
                .setAps(high ? aps.setSound("default").build() : aps.build())
                .build());
      }
      case WEB ->
          message.setWebpushConfig(
              WebpushConfig.builder()
                  .putHeader("Urgency", high ? "high" : "normal")
                  .putHeader("TTL", "" + timeToLive.toSeconds())
                  .setNotification(WebpushNotification.builder().setTag(pushId.toString()).build())
                  .build());
      case UNKNOWN -> throw new AssertionError("no such platform");
    }
    return message.build();
  }

  /** Anything, what JSON must escape, what is beyond the basic plane, and what is long. */
  private static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(40),
        Arbitraries.strings()
            .withCharRange('\u0000', '\u001f')
            .withChars('"', '\\', '/', '<', '\u007f', '\u0085', '\u2028', '\u2029')
            .ofMaxLength(40),
        Arbitraries.integers()
            .between(Character.MIN_SUPPLEMENTARY_CODE_POINT, Character.MAX_CODE_POINT)
            .map(Character::toString)
            .list()
            .ofMaxSize(20)
            .map(characters -> String.join("", characters)),
        Arbitraries.strings().ascii().ofMinLength(500).ofMaxLength(1_500));
  }

  @Provide
  Arbitrary<Platform> platforms() {
    return Arbitraries.of(PayloadRenderer.PLATFORMS);
  }

  @Provide
  Arbitrary<PushContent> contents() {
    Arbitrary<String> texts = texts();
    return Combinators.combine(
            texts,
            texts.injectNull(0.1),
            texts,
            Arbitraries.maps(texts, texts).ofMaxSize(5),
            Arbitraries.of(MessagePriority.class),
            Arbitraries.longs().between(0, 4_000_000_000L))
        .as((title, body, thread, data, priority, expiry) ->
            new PushContent(title, body, thread, data, priority, Instant.ofEpochSecond(expiry)));
  }

  @Provide
  Arbitrary<PushAddress> addresses() {
    return Combinators.combine(
            Arbitraries.of(AddressType.class),
            Arbitraries.strings().ofMinLength(1).ofMaxLength(200).filter(s -> !s.isBlank()))
        .as(PushAddress::new);
  }

  @Provide
  Arbitrary<Duration> timesToLive() {
    return Arbitraries.longs().between(0, 2_419_200).map(Duration::ofSeconds);
  }

  private static final class CapturingTransport extends HttpTransport {

    private final ByteArrayOutputStream last = new ByteArrayOutputStream();

    byte[] lastRequest() {
      return last.toByteArray();
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) {
      return new LowLevelHttpRequest() {
        @Override
        public void addHeader(String name, String value) {}

        @Override
        public LowLevelHttpResponse execute() throws IOException {
          last.reset();
          getStreamingContent().writeTo(last);
          return new MockLowLevelHttpResponse()
              .setContentType("application/json")
              .setContent("{\"name\":\"projects/fixture/messages/1\"}");
        }
      };
    }
  }
}
