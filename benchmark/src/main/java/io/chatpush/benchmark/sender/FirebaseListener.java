package io.chatpush.benchmark.sender;

import com.google.firebase.messaging.BatchResponse;
import com.google.firebase.messaging.FirebaseMessaging;
import com.google.firebase.messaging.FirebaseMessagingException;
import com.google.firebase.messaging.MulticastMessage;
import com.google.firebase.messaging.Notification;
import io.chatpush.benchmark.pipeline.Population;
import io.chatpush.benchmark.process.Report;
import io.chatpush.benchmark.report.Latency;
import io.chatpush.events.ChatMessageEvent;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import tools.jackson.databind.json.JsonMapper;

/**
 * The process {@code firebase-admin in a listener}: what the usual tutorial shows. A
 * {@code @KafkaListener} of Spring's defaults takes chat events one by one, looks the recipients'
 * tokens up (here in memory, which costs nothing) and calls {@code sendEachForMulticast}.
 */
class FirebaseListener {

  /** A topic of its own, which it may read as fast as it can while the pipeline is at rest. */
  static final String TOPIC = "benchmark.chat.messages";

  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);
  private static final int DEVICES_PER_USER = 2;

  private final FirebaseMessaging messaging;
  private final LongAdder accepted = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final Histogram latency = new ConcurrentHistogram(LONGEST_MICROS, 2);
  private final CountDownLatch listens = new CountDownLatch(1);
  private volatile boolean counts;

  FirebaseListener(FirebaseMessaging messaging) {
    this.messaging = messaging;
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {

    @Bean
    FirebaseListener listener(SenderOptions options) throws IOException, GeneralSecurityException {
      return new FirebaseListener(FirebaseAdmin.start(options));
    }
  }

  @KafkaListener(topics = TOPIC, groupId = "benchmark-listener")
  @SuppressWarnings("deprecation") // deprecated for installation ids, and what everybody sends to
  void on(ChatMessageEvent event) throws FirebaseMessagingException {
    long begun = System.nanoTime();
    BatchResponse response =
        messaging.sendEachForMulticast(
            MulticastMessage.builder()
                .addAllTokens(tokens(event.getRecipients()))
                .setNotification(
                    Notification.builder()
                        .setTitle(event.getSenderName() + " in " + event.getChannelName())
                        .setBody(event.getBody())
                        .build())
                .putData("message_id", event.getMessageId())
                .putData("channel_id", event.getChannelId())
                .putData("event_type", event.getEventType().name())
                .putData("sender_id", event.getSenderId())
                .putData("sent_at", Long.toString(event.getSentAt().toEpochMilli()))
                .build());
    listens.countDown();
    if (counts) {
      accepted.add(response.getSuccessCount());
      failed.add(response.getFailureCount());
      long took = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun);
      latency.recordValue(Math.min(took, LONGEST_MICROS));
    }
  }

  private void count(SenderOptions options) throws InterruptedException {
    listens.await();
    TimeUnit.MILLISECONDS.sleep(options.warmUpMillis());
    counts = true;
    Report.event(Report.BEGIN);
    TimeUnit.MILLISECONDS.sleep(options.millis());
    Report.event(Report.END);
    counts = false;
    Report.event(
        Report.RESULT,
        new SenderFigures(accepted.sum(), failed.sum(), Latency.of(latency, 1_000), null));
  }

  private static List<String> tokens(List<String> recipients) {
    return recipients.stream()
        .mapToInt(user -> Integer.parseInt(user.substring(user.indexOf('-') + 1)))
        .flatMap(user -> IntStream.range(user * DEVICES_PER_USER, (user + 1) * DEVICES_PER_USER))
        .mapToObj(Population::address)
        .toList();
  }

  /**
   * Runs through warm-up and window, and reports.
   *
   * @param arguments the options, the broker and the registry's URL
   */
  public static void main(String[] arguments) throws InterruptedException {
    SenderOptions options = JsonMapper.shared().readValue(arguments[0], SenderOptions.class);
    ConfigurableApplicationContext context =
        new SpringApplicationBuilder(Application.class)
            .web(WebApplicationType.NONE)
            .initializers(application ->
                application.getBeanFactory().registerSingleton("senderOptions", options))
            .properties(
                Map.of(
                    "spring.main.banner-mode", "off",
                    "spring.kafka.bootstrap-servers", arguments[1],
                    "spring.kafka.consumer.auto-offset-reset", "earliest",
                    "spring.kafka.properties.schema.registry.url", arguments[2],
                    "spring.kafka.consumer.value-deserializer",
                        "io.chatpush.schemas.serde.AvroDeserializer"))
            .run();
    context.getBean(FirebaseListener.class).count(options);
    System.exit(0); // the backlog and the SDK's threads would keep it
  }
}
