package io.chatpush.token.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chatpush.events.AddressType;
import io.chatpush.events.Platform;
import io.chatpush.token.device.AppId;
import io.chatpush.token.device.DeviceDirectory;
import io.chatpush.token.device.DeviceId;
import io.chatpush.token.device.DeviceRegistration;
import io.chatpush.token.device.PushAddress;
import io.chatpush.token.device.RegisteredDevice;
import io.chatpush.token.device.UserId;
import io.chatpush.token.instances.InstanceCredentials;
import io.chatpush.token.instances.InstanceTransport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

class DeviceExportTest {

  /** What Reactor Netty takes of an answer before its client has read any of it. */
  private static final int TAKEN_AHEAD = 32;

  private static final AppId APP = new AppId("demo");
  private static final JwtAuthenticationToken OPERATOR =
      new JwtAuthenticationToken(
          Jwt.withTokenValue("t").header("alg", "RS256").subject("operator").build(), List.of());

  private static final OtherInstances NO_OTHERS =
      new OtherInstances(
          InstanceCredentials.read(null, Clock.systemUTC()), new InstanceTransport(null));

  @Test
  void readsFewPagesAheadOfAClientThatDoesNotRead() {
    EndlessDirectory directory = new EndlessDirectory();
    Flux<byte[]> lines =
        new DeviceExport(directory, NO_OTHERS)
            .begin(new DeviceExport.Order(APP, null, Long.MAX_VALUE, OPERATOR, false))
            .blockOptional()
            .orElseThrow();
    SlowClient client = new SlowClient();
    lines.subscribe(client);

    await("the pages that are read ahead")
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(30))
        .until(() -> client.taken.get() == TAKEN_AHEAD);
    client.cancel();
    assertThat(client.bytes.get()).isLessThanOrEqualTo(TAKEN_AHEAD * 64 * 1024);
    assertThat(directory.pages.get())
        .as("pages, of which each is three slices or more")
        .isLessThanOrEqualTo(TAKEN_AHEAD / 3 + 3);
  }

  /** Takes what Reactor Netty takes, and no more. */
  private static final class SlowClient extends BaseSubscriber<byte[]> {

    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger bytes = new AtomicInteger();

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
      subscription.request(TAKEN_AHEAD);
    }

    @Override
    protected void hookOnNext(byte[] slice) {
      bytes.addAndGet(slice.length);
      taken.incrementAndGet();
    }
  }

  /** Has a thousand devices on each page, and always another page. */
  private static final class EndlessDirectory implements DeviceDirectory {

    private final AtomicInteger pages = new AtomicInteger();
    private final List<RegisteredDevice> devices =
        IntStream.range(0, 1_000)
            .mapToObj(i ->
                new RegisteredDevice(
                    new DeviceRegistration(
                        APP,
                        new UserId("user-" + i),
                        new DeviceId("device-" + i),
                        new PushAddress(AddressType.TOKEN, "address-" + i),
                        Platform.ANDROID,
                        null,
                        null,
                        null),
                    Instant.EPOCH,
                    Instant.EPOCH))
            .toList();

    @Override
    public Answer<List<RegisteredDevice>> devicesOf(AppId app, UserId user) {
      return new Answer.Nowhere<>();
    }

    @Override
    public Answer<Page> page(AppId app, @Nullable String cursor, int limit) {
      return new Answer.Here<>(new Page(devices, "after-" + pages.incrementAndGet()));
    }
  }
}
