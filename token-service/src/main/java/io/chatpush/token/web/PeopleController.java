package io.chatpush.token.web;

import io.chatpush.access.Scope;
import io.chatpush.token.apps.KnownApps;
import io.chatpush.token.device.AppId;
import io.chatpush.token.device.DeviceChange.Removed;
import io.chatpush.token.device.DeviceDirectory;
import io.chatpush.token.device.DeviceTokenPublisher;
import io.chatpush.token.device.RegisteredDevice;
import io.chatpush.token.device.UserId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What operators see, with the scope {@link Scope#READ}, and do, with {@link Scope#ADMIN}. */
@RestController
@RequestMapping("/v1/apps/{app}/users/{user}")
final class PeopleController {

  /** How long an erasure waits for the devices to be gone; it takes a second. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final DeviceTokenPublisher publisher;
  private final DeviceDirectory directory;
  private final OtherInstances instances;
  private final KnownApps apps;
  private final RegistrationMeters meters;
  private final Clock clock;

  PeopleController(
      DeviceTokenPublisher publisher,
      DeviceDirectory directory,
      OtherInstances instances,
      KnownApps apps,
      RegistrationMeters meters,
      Clock clock) {
    this.publisher = publisher;
    this.directory = directory;
    this.instances = instances;
    this.apps = apps;
    this.meters = meters;
    this.clock = clock;
  }

  @GetMapping(path = "/devices", produces = MediaType.APPLICATION_JSON_VALUE)
  Mono<ResponseEntity<?>> list(
      @PathVariable String app,
      @PathVariable String user,
      JwtAuthenticationToken token,
      ServerHttpRequest request) {
    return Mono.fromSupplier(
            () -> new Caller(token, apps).operatorPath(Scope.READ, app, user, null))
        .flatMap(path ->
            instances.answer(
                request,
                () -> directory.devicesOf(path.app(), path.requireUser()),
                devices -> Mono.just(ResponseEntity.ok(DeviceView.Devices.of(devices)))));
  }

  @DeleteMapping("/devices/{device}")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Mono<Void> remove(
      @PathVariable String app,
      @PathVariable String user,
      @PathVariable String device,
      JwtAuthenticationToken token) {
    return Mono.fromSupplier(
            () -> new Caller(token, apps).operatorPath(Scope.ADMIN, app, user, device))
        .map(path ->
            new Removed(
                path.app(),
                path.requireUser(),
                path.requireDevice(),
                Removed.Reason.ERASED,
                clock.instant()))
        .flatMap(removed -> Mono.fromFuture(() -> publisher.publish(removed), true))
        .doOnSuccess(_ -> meters.accepted(RegistrationMeters.Type.ERASE))
        .doOnError(failure -> meters.failed(RegistrationMeters.Type.ERASE, failure))
        .doOnCancel(() -> meters.disconnected(RegistrationMeters.Type.ERASE));
  }

  /**
   * Ends when no device is left, also none that was registered while others were removed. Says what
   * it produces, so that a request which accepts nothing of it is refused before it erases.
   */
  @DeleteMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  Mono<ResponseEntity<?>> erase(
      @PathVariable String app,
      @PathVariable String user,
      JwtAuthenticationToken token,
      ServerHttpRequest request) {
    return Mono.fromSupplier(
            () -> new Caller(token, apps).operatorPath(Scope.ADMIN, app, user, null))
        .<ResponseEntity<?>>flatMap(path ->
            instances.answer(
                request,
                () -> directory.devicesOf(path.app(), path.requireUser()),
                devices ->
                    end(devices)
                        .then(untilGone(path.app(), path.requireUser()))
                        .timeout(PATIENCE, Mono.error(OtherInstances.moving()))
                        .then(Mono.just(ResponseEntity.ok(Map.of("devices", devices.size()))))))
        .doOnSuccess(_ -> meters.accepted(RegistrationMeters.Type.ERASE))
        .doOnError(failure -> meters.failed(RegistrationMeters.Type.ERASE, failure))
        .doOnCancel(() -> meters.disconnected(RegistrationMeters.Type.ERASE));
  }

  private Mono<Void> untilGone(AppId app, UserId user) {
    return instances
        .ask(() -> directory.devicesOf(app, user))
        .flatMap(answer ->
            switch (answer) {
              case DeviceDirectory.Answer.Here<List<RegisteredDevice>>(var left)
                  when left.isEmpty() ->
                  Mono.empty();
              case DeviceDirectory.Answer.Here<List<RegisteredDevice>>(var left) ->
                  end(left).then(Mono.delay(BETWEEN_LOOKS)).then(untilGone(app, user));
              case DeviceDirectory.Answer.Elsewhere<List<RegisteredDevice>> _,
                  DeviceDirectory.Answer.Nowhere<List<RegisteredDevice>> _ ->
                  Mono.error(OtherInstances.moving());
            });
  }

  private Mono<Void> end(List<RegisteredDevice> devices) {
    return Flux.fromIterable(devices)
        .map(device ->
            new Removed(
                device.registration().app(),
                device.registration().user(),
                device.registration().device(),
                Removed.Reason.ERASED,
                clock.instant()))
        .flatMap(removed -> Mono.fromFuture(() -> publisher.publish(removed), true))
        .then();
  }
}
