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
import com.google.firebase.messaging.ApnsFcmOptions;
import com.google.firebase.messaging.Aps;
import com.google.firebase.messaging.CriticalSound;
import com.google.firebase.messaging.FcmOptions;
import com.google.firebase.messaging.FirebaseMessaging;
import com.google.firebase.messaging.FirebaseMessagingException;
import com.google.firebase.messaging.Message;
import com.google.firebase.messaging.Notification;
import com.google.firebase.messaging.WebpushConfig;
import com.google.firebase.messaging.WebpushFcmOptions;
import com.google.firebase.messaging.WebpushNotification;
import io.chatpush.apps.EventSettings.Android;
import io.chatpush.apps.EventSettings.Apns;
import io.chatpush.apps.EventSettings.Display;
import io.chatpush.apps.EventSettings.Web;
import io.chatpush.dispatch.delivery.PushAttempt;
import io.chatpush.dispatch.push.PayloadRenderer;
import io.chatpush.dispatch.push.PushAddress;
import io.chatpush.dispatch.push.PushContent;
import io.chatpush.dispatch.push.PushId;
import io.chatpush.dispatch.push.PushOptions;
import io.chatpush.events.AddressType;
import io.chatpush.events.MessagePriority;
import io.chatpush.events.Platform;
import io.chatpush.fcm.simulator.message.SendRequest;
import io.chatpush.fcm.simulator.message.SendRequestReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Random;
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
import tools.jackson.databind.JsonNode;

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

  @Property(tries = 1_000)
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

    Message theirs = bySdk(content, texts(tree(ours)), address, platform, pushId, timeToLive);
    FirebaseMessaging.getInstance(app).send(theirs, validateOnly);

    assertThat(tree(ours)).isEqualTo(tree(WIRE.lastRequest()));
  }

  @Property(tries = 1_000)
  void sendsWhatFcmTakes(@ForAll long seed, @ForAll("platforms") Platform platform) {
    PushContent content =
        new PushContent(
            "A title",
            "A text",
            "",
            Map.of("key", "value"),
            new RandomOptions(new Random(seed)).next(),
            FcmFixtures.NOW);
    byte[] request =
        new FcmRequestEncoder(false)
            .encode(
                new PushAttempt(
                    "app",
                    FcmFixtures.aToken(),
                    FcmFixtures.PUSH_ID,
                    renderer.render(content, platform),
                    FcmFixtures.TTL));
    assertThat(SendRequestReader.read(request, 0, request.length))
        .isInstanceOf(SendRequest.Valid.class);
  }

  /**
   * Title and body of a request, which are shortened; empty where it has none.
   *
   * @param title as notification or data have it
   * @param body as notification or data have it
   */
  private record Texts(String title, String body) {}

  private static Texts texts(JsonNode request) {
    JsonNode message = request.get("message");
    JsonNode in = message.has("notification") ? message.get("notification") : message.get("data");
    return new Texts(in.path("title").asString(""), in.path("body").asString(""));
  }

  // The token is deprecated and still what nearly every device has.
  @SuppressWarnings("deprecation")
  private static Message bySdk(
      PushContent content,
      Texts texts,
      PushAddress address,
      Platform platform,
      PushId pushId,
      Duration timeToLive) {
    PushOptions options = content.options();
    boolean shown = options.display() == Display.NOTIFICATION;
    Message.Builder message =
        Message.builder().putAllData(content.data()).putData("push_id", pushId.toString());
    if (options.textInData()) {
      message.putData("title", texts.title()).putData("body", texts.body());
    }
    if (shown) {
      message.setNotification(
          Notification.builder().setTitle(texts.title()).setBody(texts.body()).build());
    }
    if (options.analyticsLabel() != null) {
      message.setFcmOptions(FcmOptions.withAnalyticsLabel(options.analyticsLabel()));
    }
    switch (address.type()) {
      case TOKEN, UNKNOWN -> message.setToken(address.value());
      case FID -> message.setFid(address.value());
    }
    String name = options.collapseKey() == null ? pushId.toString() : options.collapseKey();
    switch (platform) {
      case ANDROID -> message.setAndroidConfig(android(options, shown, name, timeToLive));
      case IOS -> message.setApnsConfig(ios(options, shown, pushId, content.expiresAt()));
      case WEB -> message.setWebpushConfig(web(options, shown, name, timeToLive));
      case UNKNOWN -> throw new AssertionError("no such platform");
    }
    return message.build();
  }

  private static AndroidConfig android(
      PushOptions options, boolean shown, String name, Duration timeToLive) {
    AndroidConfig.Builder config =
        AndroidConfig.builder()
            .setTtl(timeToLive.toMillis())
            .setCollapseKey(options.androidCollapseKey())
            .setPriority(
                options.priority() == MessagePriority.NORMAL
                    ? AndroidConfig.Priority.NORMAL
                    : AndroidConfig.Priority.HIGH);
    Android android = options.android();
    if (android.directBootOk() != null) {
      config.setDirectBootOk(android.directBootOk());
    }
    if (!shown) {
      return config.build();
    }
    AndroidNotification.Builder notification =
        AndroidNotification.builder()
            .setTag(options.androidTag() == null ? name : options.androidTag())
            .setChannelId(android.channel())
            .setImage(options.image())
            .setIcon(options.icon())
            .setColor(android.color())
            .setClickAction(android.clickAction())
            .setSound(options.silent() ? null : options.sound());
    if (options.notificationCount() != null) {
      notification.setNotificationCount(options.notificationCount());
    }
    if (android.visibility() != null) {
      notification.setVisibility(
          AndroidNotification.Visibility.valueOf(android.visibility().name()));
    }
    if (android.notificationPriority() != null) {
      notification.setPriority(
          AndroidNotification.Priority.valueOf(android.notificationPriority().name()));
    } else if (options.silent()) {
      notification.setPriority(AndroidNotification.Priority.LOW);
    }
    if (android.localOnly() != null) {
      notification.setLocalOnly(android.localOnly());
    }
    if (android.sticky() != null) {
      notification.setSticky(android.sticky());
    }
    return config.setNotification(notification.build()).build();
  }

  private static ApnsConfig ios(
      PushOptions options, boolean shown, PushId pushId, Instant expiresAt) {
    String key = options.collapseKey();
    ApnsConfig.Builder config =
        ApnsConfig.builder()
            .putHeader("apns-expiration", "" + expiresAt.getEpochSecond())
            .putHeader(
                "apns-collapse-id", key == null ? pushId.toString() : HeaderNames.collapseId(key));
    if (!shown) {
      return config
          .putHeader("apns-push-type", "background")
          .putHeader("apns-priority", "5")
          .setAps(Aps.builder().setContentAvailable(true).build())
          .build();
    }
    Apns apns = options.apns();
    boolean high = options.priority() != MessagePriority.NORMAL;
    Aps.Builder aps =
        Aps.builder()
            .setThreadId(options.thread())
            .setCategory(options.category())
            .setMutableContent(apns.mutableContent() || options.image() != null)
            .setContentAvailable(Boolean.TRUE.equals(apns.contentAvailable()));
    if (options.badge() != null) {
      aps.setBadge(options.badge());
    }
    String sound = options.sound() == null ? "default" : options.sound();
    if (apns.criticalVolume() != null && !options.silent()) {
      aps.setSound(
          CriticalSound.builder()
              .setName(sound)
              .setCritical(true)
              .setVolume(apns.criticalVolume())
              .build());
    } else if (!options.silent() && (high || options.sound() != null)) {
      aps.setSound(sound);
    }
    if (apns.interruptionLevel() != null) {
      aps.putCustomData(
          "interruption-level",
          switch (apns.interruptionLevel()) {
            case PASSIVE -> "passive";
            case ACTIVE -> "active";
            case TIME_SENSITIVE -> "time-sensitive";
            case CRITICAL -> "critical";
          });
    }
    if (apns.relevanceScore() != null) {
      aps.putCustomData("relevance-score", apns.relevanceScore());
    }
    if (apns.targetContentId() != null) {
      aps.putCustomData("target-content-id", apns.targetContentId());
    }
    if (options.image() != null) {
      config.setFcmOptions(ApnsFcmOptions.builder().setImage(options.image()).build());
    }
    return config.putHeader("apns-priority", high ? "10" : "5").setAps(aps.build()).build();
  }

  private static WebpushConfig web(
      PushOptions options, boolean shown, String name, Duration timeToLive) {
    Web web = options.web();
    boolean high = options.priority() != MessagePriority.NORMAL;
    WebpushConfig.Builder config =
        WebpushConfig.builder()
            .putHeader("TTL", "" + timeToLive.toSeconds())
            .putHeader(
                "Urgency",
                switch (web.urgency()) {
                  case null -> high ? "high" : "normal";
                  case VERY_LOW -> "very-low";
                  case LOW -> "low";
                  case NORMAL -> "normal";
                  case HIGH -> "high";
                });
    String topic = options.webTopic() == null ? options.collapseKey() : options.webTopic();
    if (topic != null) {
      config.putHeader("Topic", HeaderNames.topic(topic));
    }
    if (!shown) {
      return config.build();
    }
    WebpushNotification.Builder notification =
        WebpushNotification.builder()
            .setTag(options.webTag() == null ? name : options.webTag())
            .setImage(options.image())
            .setIcon(web.icon())
            .setBadge(web.badge())
            .addAllActions(
                web.actions().stream()
                    .map(action ->
                        new WebpushNotification.Action(
                            action.action(), action.title(), action.icon()))
                    .toList());
    if (options.silent()) {
      notification.setSilent(true);
    }
    if (web.renotify() != null) {
      notification.setRenotify(web.renotify());
    }
    if (web.requireInteraction() != null) {
      notification.setRequireInteraction(web.requireInteraction());
    }
    if (options.link() != null) {
      config.setFcmOptions(WebpushFcmOptions.withLink(options.link()));
    }
    return config.setNotification(notification.build()).build();
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
            texts,
            Arbitraries.maps(texts, texts).ofMaxSize(5),
            Arbitraries.longs(),
            Arbitraries.longs().between(0, 4_000_000_000L))
        .as((title, body, data, seed, expiry) ->
            new PushContent(
                title,
                body,
                "",
                data,
                new RandomOptions(new Random(seed)).next(),
                Instant.ofEpochSecond(expiry)));
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
