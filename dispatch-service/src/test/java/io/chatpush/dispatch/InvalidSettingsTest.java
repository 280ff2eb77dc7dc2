package io.chatpush.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.fcm.simulator.FcmSimulator;
import io.chatpush.fcm.simulator.SimulatorOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * A setting that is missing or wrong stops the start with a sentence that names it, and no stack
 * trace.
 */
@ExtendWith(OutputCaptureExtension.class)
class InvalidSettingsTest {

  @TempDir private Path directory;

  @Test
  void asksForAnApp(CapturedOutput output) {
    assertStops(
        output,
        "chatpush.apps names no app: set chatpush.apps.<app-id>.project-id and .credentials, or chatpush.app-files.directory.");
  }

  @Test
  void asksForCredentials(CapturedOutput output) {
    assertStops(
        output, "chatpush.apps.demo.credentials is missing.", "--chatpush.apps.demo.project-id=p");
  }

  @Test
  void namesTheCredentialsThatAreNotThere(CapturedOutput output) {
    assertStops(
        output,
        "chatpush.apps.demo.credentials names "
            + directory.resolve("absent.json")
            + ", which does not exist.",
        "--chatpush.apps.demo.project-id=p",
        "--chatpush.apps.demo.credentials=" + directory.resolve("absent.json"));
  }

  @Test
  void asksForTheRegistry(CapturedOutput output) throws Exception {
    assertStopsWithoutRegistry(
        output,
        "spring.kafka.properties.schema.registry.url is not set: name the URLs of the schema registry.",
        app());
  }

  @Test
  void refusesAWindowWithoutRoom(CapturedOutput output) throws Exception {
    assertStops(
        output,
        "chatpush.pacing.max-in-flight is 0, it must be at least 1.",
        app("--chatpush.pacing.max-in-flight=0"));
  }

  @Test
  void refusesASendThatAStopWouldNotWaitFor(CapturedOutput output) throws Exception {
    assertStops(
        output,
        "chatpush.fcm.send-timeout is PT15S, it must be less than chatpush.delivery.drain-timeout,"
            + " PT15S: a stop waits for answers.",
        app("--chatpush.fcm.send-timeout=15s"));
  }

  @Test
  void refusesAWarmUpWithoutEnd(CapturedOutput output) throws Exception {
    assertStops(
        output,
        "chatpush.warm-up.duration is PT1H, it must be 0s to 1m.",
        app("--chatpush.warm-up.duration=1h"));
  }

  @Test
  void refusesADrainThatCostsTheMembership(CapturedOutput output) throws Exception {
    assertStops(
        output,
        "chatpush.delivery.drain-timeout is PT15S, it must be less than max.poll.interval.ms below"
            + " spring.kafka, PT10S: a consumer that gives partitions away for longer loses its"
            + " membership.",
        app("--spring.kafka.consumer.max-poll-interval=10s"));
  }

  @Test
  void namesASettingThatTheGroupProtocolDoesNotHave(CapturedOutput output) throws Exception {
    assertStops(
        output,
        "spring.kafka.properties.session.timeout.ms is set, but the group protocol consumer has no"
            + " such setting, because the broker decides with group.consumer.session.timeout.ms:"
            + " remove it, or set spring.kafka.consumer.properties.group.protocol to classic.",
        app(
            "--spring.kafka.consumer.properties.group.protocol=consumer",
            "--spring.kafka.properties.session.timeout.ms=45000"));
  }

  @Test
  void refusesDeliveryThatWouldSkipRequests(CapturedOutput output) throws Exception {
    assertStops(
        output,
        "spring.kafka.consumer.auto-offset-reset is \"latest\" for the consumer, but a group without"
            + " offsets must begin with the oldest record, so that no event is skipped: remove it or"
            + " set it to earliest.",
        app("--spring.kafka.consumer.auto-offset-reset=latest"));
  }

  @Test
  void refusesFanOutThatWouldSkipEvents(CapturedOutput output) throws Exception {
    assertStops(
        output,
        "spring.kafka.streams.properties.main.consumer.auto.offset.reset is \"none\" for the main"
            + " consumers of Kafka Streams",
        app("--spring.kafka.streams.properties.main.consumer.auto.offset.reset=none"));
  }

  @Test
  void namesAClassOfKafkaThatIsNotThere(CapturedOutput output) throws Exception {
    assertStops(
        output,
        "spring.kafka.consumer.properties.interceptor.classes names the class com.example.Absent,"
            + " which cannot be loaded",
        app("--spring.kafka.consumer.properties.interceptor.classes=com.example.Absent"));
  }

  @Test
  void namesASettingOfFanOutsProducers(CapturedOutput output) throws Exception {
    assertStops(
        output,
        "spring.kafka.streams.properties.producer.max.block.ms is \"soon\"",
        app("--spring.kafka.streams.properties.producer.max.block.ms=soon"));
  }

  @Test
  void refusesKeysItDoesNotKnow(CapturedOutput output) throws Exception {
    assertStops(
        output,
        "chatpush.delivery.windows is no setting of this service.",
        app("--chatpush.delivery.windows=3"));
  }

  @Test
  void namesTheSettingThatWasMeant(CapturedOutput output) throws Exception {
    assertStops(
        output,
        "chatpush.delivry.consumers is no setting of this service. Did you mean"
            + " chatpush.delivery.consumers?",
        app("--chatpush.delivry.consumers=3"));
  }

  @Test
  void looksAtTheSettingsOfARoleThatIsOff(CapturedOutput output) throws Exception {
    assertStops(
        output,
        "chatpush.fan-out.thread is no setting of this service. Did you mean"
            + " chatpush.fan-out.threads?",
        app("--chatpush.fan-out.enabled=false", "--chatpush.fan-out.thread=3"));
  }

  private String[] app(String... settings) throws Exception {
    Path credentials = directory.resolve("service-account.json");
    try (FcmSimulator simulator = FcmSimulator.start(SimulatorOptions.defaults())) {
      Files.writeString(credentials, simulator.serviceAccountJson("p"));
    }
    List<String> all =
        new ArrayList<>(
            List.of(
                "--chatpush.apps.demo.project-id=p",
                "--chatpush.apps.demo.credentials=" + credentials));
    all.addAll(List.of(settings));
    return all.toArray(String[]::new);
  }

  private static void assertStops(CapturedOutput output, String sentence, String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("--spring.kafka.properties.schema.registry.url=http://127.0.0.1:1");
    assertStopsWithoutRegistry(output, sentence, all.toArray(String[]::new));
  }

  private static void assertStopsWithoutRegistry(
      CapturedOutput output, String sentence, String... settings) {
    List<String> arguments = new ArrayList<>(List.of(settings));
    arguments.add("--server.port=0");
    assertThatThrownBy(() ->
            SpringApplication.run(
                DispatchServiceApplication.class, arguments.toArray(String[]::new)))
        .isNotNull();
    assertThat(output.getAll()).contains(sentence).doesNotContain("\tat ");
  }
}
