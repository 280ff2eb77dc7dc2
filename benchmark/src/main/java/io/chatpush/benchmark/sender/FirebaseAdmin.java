package io.chatpush.benchmark.sender;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.firebase.FirebaseApp;
import com.google.firebase.FirebaseOptions;
import com.google.firebase.internal.ApacheHttp2Transport;
import com.google.firebase.messaging.AndroidConfig;
import com.google.firebase.messaging.AndroidNotification;
import com.google.firebase.messaging.ApnsConfig;
import com.google.firebase.messaging.Aps;
import com.google.firebase.messaging.FirebaseMessaging;
import com.google.firebase.messaging.Message;
import com.google.firebase.messaging.Notification;
import com.google.firebase.messaging.WebpushConfig;
import com.google.firebase.messaging.WebpushNotification;
import io.chatpush.dispatch.push.PushContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http2.HttpVersionPolicy;

/** firebase-admin for Java as it comes: its own transport, threads, credentials and JSON. */
final class FirebaseAdmin {

  private FirebaseAdmin() {}

  static FirebaseMessaging start(SenderOptions options)
      throws IOException, GeneralSecurityException {
    try (InputStream account = Files.newInputStream(Path.of(options.serviceAccount()))) {
      return FirebaseMessaging.getInstance(
          FirebaseApp.initializeApp(
              FirebaseOptions.builder()
                  .setCredentials(GoogleCredentials.fromStream(account))
                  .setHttpTransport(transport(options))
                  .build()));
    }
  }

  /** What chatpush sends for the same content. */
  @SuppressWarnings("deprecation") // deprecated for installation ids, and what everybody sends to
  static Message message(SampleMessages.Sample sample) {
    PushContent content = sample.content();
    String pushId = sample.pushId().toString();
    Message.Builder message =
        Message.builder()
            .setToken(sample.address())
            .setNotification(
                Notification.builder().setTitle(content.title()).setBody(content.body()).build())
            .putAllData(content.data())
            .putData("push_id", pushId);
    switch (sample.platform()) {
      case ANDROID ->
          message.setAndroidConfig(
              AndroidConfig.builder()
                  .setTtl(SampleMessages.TIME_TO_LIVE.toMillis())
                  .setPriority(AndroidConfig.Priority.HIGH)
                  .setNotification(AndroidNotification.builder().setTag(pushId).build())
                  .build());
      case IOS ->
          message.setApnsConfig(
              ApnsConfig.builder()
                  .putHeader("apns-priority", "10")
                  .putHeader("apns-expiration", Long.toString(content.expiresAt().getEpochSecond()))
                  .putHeader("apns-collapse-id", pushId)
                  .setAps(
                      Aps.builder()
                          .setMutableContent(true)
                          .setThreadId(content.options().thread())
                          .setSound("default")
                          .build())
                  .build());
      case WEB ->
          message.setWebpushConfig(
              WebpushConfig.builder()
                  .putHeader("Urgency", "high")
                  .putHeader("TTL", Long.toString(SampleMessages.TIME_TO_LIVE.toSeconds()))
                  .setNotification(WebpushNotification.builder().setTag(pushId).build())
                  .build());
      case UNKNOWN -> throw new IllegalArgumentException("a sample is for a known platform");
    }
    return message.build();
  }

  /**
   * The SDK's default client with the SDK's limits; its one difference is where fcm.googleapis.com
   * is and whom it trusts.
   */
  private static ApacheHttp2Transport transport(SenderOptions options)
      throws IOException, GeneralSecurityException {
    HttpHost simulator = new HttpHost("https", "127.0.0.1", options.simulatorPort());
    var client =
        ApacheHttp2Transport.defaultHttpAsyncClientBuilder()
            .setConnectionManager(
                PoolingAsyncClientConnectionManagerBuilder.create()
                    .setMaxConnTotal(200)
                    .setMaxConnPerRoute(100)
                    .setDefaultTlsConfig(
                        TlsConfig.custom().setVersionPolicy(HttpVersionPolicy.NEGOTIATE).build())
                    .setTlsStrategy(
                        ClientTlsStrategyBuilder.create()
                            .setSslContext(trusting(Path.of(options.certificate())))
                            .buildAsync())
                    .build())
            .setRoutePlanner((target, context) -> new HttpRoute(simulator, null, true))
            .build();
    client.start();
    return new ApacheHttp2Transport(client);
  }

  /** Trusts the certificates of a file in PEM, and no others. */
  static SSLContext trusting(Path certificate) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null);
    try (InputStream pem = Files.newInputStream(certificate)) {
      store.setCertificateEntry(
          "simulator", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
