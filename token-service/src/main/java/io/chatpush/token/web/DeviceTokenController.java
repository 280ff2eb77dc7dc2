package io.chatpush.token.web;

import io.chatpush.token.apps.KnownApps;
import io.chatpush.token.device.DeviceChange;
import io.chatpush.token.device.DeviceTokenPublisher;
import java.time.Clock;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * The devices of the user whose access token it is. 202 means that Kafka has the change and that it
 * will be done; 503 that it may or may not, and that sending it again is harmless.
 */
@RestController
@RequestMapping("/v1/apps/{app}/devices/{device}")
final class DeviceTokenController {

  private final DeviceTokenPublisher publisher;
  private final KnownApps apps;
  private final RegistrationMeters meters;
  private final Clock clock;

  DeviceTokenController(
      DeviceTokenPublisher publisher, KnownApps apps, RegistrationMeters meters, Clock clock) {
    this.publisher = publisher;
    this.apps = apps;
    this.meters = meters;
    this.clock = clock;
  }

  @PutMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.ACCEPTED)
  Mono<Void> register(
      @PathVariable String app,
      @PathVariable String device,
      @RequestBody Mono<byte[]> body,
      @AuthenticationPrincipal Jwt token) {
    return counted(
        RegistrationMeters.Type.REGISTER,
        Mono.fromSupplier(() -> DevicePath.of(app, device, token, apps))
            .flatMap(path ->
                body.map(bytes ->
                    new DeviceChange.Registered(
                        RegistrationBody.read(path.app(), path.user(), path.device(), bytes),
                        clock.instant()))));
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  Mono<Void> remove(
      @PathVariable String app, @PathVariable String device, @AuthenticationPrincipal Jwt token) {
    return counted(
        RegistrationMeters.Type.REMOVE,
        Mono.fromSupplier(() -> DevicePath.of(app, device, token, apps))
            .map(path ->
                new DeviceChange.Removed(path.app(), path.user(), path.device(), clock.instant())));
  }

  private Mono<Void> counted(RegistrationMeters.Type type, Mono<? extends DeviceChange> change) {
    return change
        .flatMap(c -> Mono.fromFuture(() -> publisher.publish(c), true))
        .doOnSuccess(done -> meters.accepted(type))
        .doOnError(failure -> meters.failed(type, failure));
  }
}
