package io.chatpush.fcm.simulator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.firebase.ErrorCode;
import com.google.firebase.FirebaseApp;
import com.google.firebase.FirebaseOptions;
import com.google.firebase.IncomingHttpResponse;
import com.google.firebase.internal.ApacheHttp2Transport;
import com.google.firebase.messaging.AndroidConfig;
import com.google.firebase.messaging.AndroidNotification;
import com.google.firebase.messaging.ApnsConfig;
import com.google.firebase.messaging.Aps;
import com.google.firebase.messaging.FirebaseMessaging;
import com.google.firebase.messaging.FirebaseMessagingException;
import com.google.firebase.messaging.Message;
import com.google.firebase.messaging.MessagingErrorCode;
import com.google.firebase.messaging.Notification;
import com.google.firebase.messaging.WebpushConfig;
import com.google.firebase.messaging.WebpushNotification;
import io.chatpush.fcm.simulator.ledger.Outcome;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * firebase-admin for Java with its own transport, credentials and JSON, sending to {@code
 * https://fcm.googleapis.com} as ever. Only the TCP connection goes elsewhere.
 */
class OfficialSdkIT {

  private static FcmSimulator simulator;
  private static FirebaseApp app;
  private static FirebaseMessaging messaging;

  @BeforeAll
  static void start() throws Exception {
    simulator = FcmSimulator.start(SimulatorOptions.defaults());
    app = app("official-sdk", simulator.serviceAccountJson("demo-project"));
    messaging = FirebaseMessaging.getInstance(app);
  }

  @AfterAll
  static void stop() {
    app.delete();
    simulator.close();
  }

  @BeforeEach
  void forget() {
    simulator.ledger().clear();
    simulator.behaviours().clear();
  }

  @Test
  void acceptsAMessageWithEverythingInIt() throws Exception {
    String name = messaging.send(to("some-token", richMessage()));

    assertThat(name).matches("projects/demo-project/messages/0:\\d{16}%[0-9a-f]{16}");
    assertThat(simulator.received("some-token"))
        .singleElement()
        .satisfies(push -> assertThat(push.pushTag()).isEqualTo("android-tag"));
  }

  @Test
  void acceptsAnInstallationIdATopicAndACondition() throws Exception {
    assertThat(messaging.send(Message.builder().setFid("some-fid").build())).contains("demo");
    assertThat(messaging.send(Message.builder().setTopic("news").build())).contains("demo");
    assertThat(messaging.send(Message.builder().setCondition("'a' in topics").build()))
        .contains("demo");
  }

  @Test
  void validatesWithoutDelivering() throws Exception {
    String name = messaging.send(to("some-token"), true);

    assertThat(name).isEqualTo("projects/demo-project/messages/fake_message_id");
    assertThat(simulator.received("some-token")).isEmpty();
    assertThat(simulator.stats().count(Outcome.VALIDATED)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "unregistered-1,           NOT_FOUND,          UNREGISTERED,           404",
    "not_found-1,              NOT_FOUND,          ,                       404",
    "invalid_argument-1,       INVALID_ARGUMENT,   INVALID_ARGUMENT,       400",
    "invalid_address-1,        INVALID_ARGUMENT,   INVALID_ARGUMENT,       400",
    "sender_id_mismatch-1,     PERMISSION_DENIED,  SENDER_ID_MISMATCH,     403",
    "quota_exceeded:37s-1,     RESOURCE_EXHAUSTED, QUOTA_EXCEEDED,         429",
    "internal-1,               INTERNAL,           INTERNAL,               500",
    "unavailable:120s-1,       UNAVAILABLE,        UNAVAILABLE,            503",
    "third_party_auth_error-1, UNAUTHENTICATED,    THIRD_PARTY_AUTH_ERROR, 401",
    "bad_gateway-1,            UNKNOWN,            ,                       502",
    "deadline_exceeded-1,      DEADLINE_EXCEEDED,  ,                       504",
  })
  void showsEachErrorAsItDoesFcms(
      String token, ErrorCode code, @Nullable MessagingErrorCode messagingCode, int status) {
    FirebaseMessagingException error = refused(token);

    assertThat(error.getErrorCode()).isEqualTo(code);
    assertThat(error.getMessagingErrorCode()).isEqualTo(messagingCode);
    assertThat(requireNonNull(error.getHttpResponse()).getStatusCode()).isEqualTo(status);
    assertThat(simulator.received(token)).isEmpty();
  }

  @Test
  void namesTheAddressAsInvalidOnlyWhereThatIsAskedFor() {
    assertThat(contentOf(refused("invalid_address-1")))
        .contains("not a valid FCM registration token", "\"field\":\"message.token\"");
    assertThat(contentOf(refused("invalid_argument-1"))).doesNotContain("token", "fieldViolations");
    FirebaseMessagingException fid =
        catchThrowableOfType(
            FirebaseMessagingException.class,
            () -> messaging.send(Message.builder().setFid("invalid_address-1").build()));
    assertThat(contentOf(fid)).contains("\"field\":\"message.fid\"");
  }

  private static String contentOf(FirebaseMessagingException refused) {
    return requireNonNull(requireNonNull(refused.getHttpResponse()).getContent());
  }

  @Test
  void findsRetryAfterInTheHeaders() {
    IncomingHttpResponse response = refused("quota_exceeded:37s-1").getHttpResponse();

    assertThat(requireNonNull(response).getHeaders()).containsEntry("retry-after", List.of("37"));
  }

  @Test
  void triesAnUnavailableServiceAgainByItself() throws Exception {
    assertThat(messaging.send(to("unavailable:1s:x2-1")))
        .startsWith("projects/demo-project/messages/");
    assertThat(simulator.requests("unavailable:1s:x2-1")).isEqualTo(3);
    assertThat(simulator.stats().resentBeforeRetryAfter()).isZero();
  }

  @Test
  void saysWhatFcmSaysOfABadMessage() {
    FirebaseMessagingException error =
        catchThrowableOfType(
            FirebaseMessagingException.class,
            () -> messaging.send(to("token", Message.builder().putData("from", "somebody"))));

    assertThat(error).hasMessage("Invalid data payload key: from");
    assertThat(error.getMessagingErrorCode()).isEqualTo(MessagingErrorCode.INVALID_ARGUMENT);
  }

  @Test
  void fetchesANewBearerWhenTheOldOneHasExpired() throws Exception {
    messaging.send(to("token"));
    simulator.accessTokens().revokeAll();

    messaging.send(to("token"));

    assertThat(simulator.stats().count(Outcome.UNAUTHORIZED)).isEqualTo(1);
    assertThat(simulator.received("token")).hasSize(2);
  }

  @Test
  void isRefusedAProjectThatIsNotItsOwn() throws Exception {
    String account =
        simulator
            .serviceAccountJson("demo-project")
            .replace("\"project_id\":\"demo-project\"", "\"project_id\":\"another-project\"");
    FirebaseApp stranger = app("stranger", account);
    try {
      FirebaseMessagingException error =
          catchThrowableOfType(
              FirebaseMessagingException.class,
              () -> FirebaseMessaging.getInstance(stranger).send(to("token")));
      assertThat(error.getErrorCode()).isEqualTo(ErrorCode.PERMISSION_DENIED);
      assertThat(error.getMessagingErrorCode()).isNull();
    } finally {
      stranger.delete();
    }
  }

  @Test
  void doesNotUnderstandWhatIsNotFcms() throws Exception {
    assertThat(refused("malformed-1").getErrorCode()).isEqualTo(ErrorCode.UNKNOWN);
    assertThat(messaging.send(to("nameless-1"))).isNull();
    assertThat(thrown("empty-1")).isInstanceOf(IllegalArgumentException.class);
    assertThat(thrown("unimplemented-1")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void losesItsConnection() {
    FirebaseMessagingException error = refused("close-1");
    assertThat(error.getErrorCode()).isEqualTo(ErrorCode.UNKNOWN);
    assertThat(error.getHttpResponse()).isNull();
  }

  @Test
  void givesUpOnAnAnswerThatNeverComes() {
    FirebaseMessagingException error = refused("silence-1");
    assertThat(error.getErrorCode()).isEqualTo(ErrorCode.UNKNOWN);
    assertThat(error.getHttpResponse()).isNull();
  }

  private static FirebaseMessagingException refused(String token) {
    return catchThrowableOfType(FirebaseMessagingException.class, () -> messaging.send(to(token)));
  }

  private static Throwable thrown(String token) {
    return catchThrowable(() -> messaging.send(to(token)));
  }

  private static Message to(String token) {
    return to(token, Message.builder());
  }

  @SuppressWarnings("deprecation") // deprecated for installation ids, and what everybody sends to
  private static Message to(String token, Message.Builder message) {
    return message.setToken(token).build();
  }

  private static Message.Builder richMessage() {
    return Message.builder()
        .putData("conversation", "c1")
        .setNotification(
            Notification.builder().setTitle("Title").setBody("Grüße \uD83D\uDC4B").build())
        .setAndroidConfig(
            AndroidConfig.builder()
                .setPriority(AndroidConfig.Priority.HIGH)
                .setTtl(Duration.ofHours(1).toMillis())
                .setCollapseKey("c1")
                .setDirectBootOk(true)
                .setNotification(
                    AndroidNotification.builder()
                        .setTag("android-tag")
                        .setChannelId("chat")
                        .setNotificationCount(3)
                        .setVibrateTimingsInMillis(new long[] {100, 250})
                        .setPriority(AndroidNotification.Priority.HIGH)
                        .setVisibility(AndroidNotification.Visibility.PRIVATE)
                        .setEventTimeInMillis(1_700_000_000_123L)
                        .build())
                .build())
        .setApnsConfig(
            ApnsConfig.builder()
                .putHeader("apns-collapse-id", "apns-tag")
                .setAps(Aps.builder().setBadge(3).setThreadId("c1").setMutableContent(true).build())
                .build())
        .setWebpushConfig(
            WebpushConfig.builder()
                .putHeader("Urgency", "high")
                .setNotification(WebpushNotification.builder().setTag("web-tag").build())
                .build());
  }

  private static FirebaseApp app(String name, String serviceAccount) throws Exception {
    ByteArrayInputStream json =
        new ByteArrayInputStream(serviceAccount.getBytes(StandardCharsets.UTF_8));
    return FirebaseApp.initializeApp(
        FirebaseOptions.builder()
            .setCredentials(GoogleCredentials.fromStream(json))
            .setHttpTransport(transport())
            .setConnectTimeout(5_000)
            .setReadTimeout(2_000)
            .build(),
        name);
  }

  /** The SDK's own transport; its one difference is where fcm.googleapis.com is. */
  private static ApacheHttp2Transport transport() throws Exception {
    HttpHost here = new HttpHost("https", "127.0.0.1", simulator.httpsPort());
    var client =
        ApacheHttp2Transport.defaultHttpAsyncClientBuilder()
            .setConnectionManager(
                PoolingAsyncClientConnectionManagerBuilder.create()
                    .setTlsStrategy(
                        ClientTlsStrategyBuilder.create()
                            .setSslContext(trusting(simulator.certificatePem()))
                            .buildAsync())
                    .build())
            .setRoutePlanner((target, context) -> new HttpRoute(here, null, true))
            .build();
    client.start();
    return new ApacheHttp2Transport(client);
  }

  private static SSLContext trusting(String certificatePem) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null);
    store.setCertificateEntry(
        "simulator",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(certificatePem.getBytes(StandardCharsets.US_ASCII))));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
