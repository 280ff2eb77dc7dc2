package io.chatpush.token.web;

import io.chatpush.problem.Problem;
import io.chatpush.problem.ProblemException;
import io.chatpush.problem.ProblemType;
import io.chatpush.token.apps.KnownApps;
import io.chatpush.token.device.DeviceChange.Removed;
import io.chatpush.token.device.DeviceDirectory;
import io.chatpush.token.device.DeviceId;
import io.chatpush.token.device.DeviceRegistration;
import io.chatpush.token.device.DeviceTokenPublisher;
import io.chatpush.token.device.RegisteredDevice;
import io.chatpush.token.device.TestPush;
import io.chatpush.token.device.TestPushPublisher;
import io.chatpush.token.device.UserId;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
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
@RequestMapping("/v1/apps/{app}/devices")
final class DeviceController {

  private final DeviceTokenPublisher publisher;
  private final TestPushPublisher testPushes;
  private final DeviceDirectory directory;
  private final OtherInstances instances;
  private final KnownApps apps;
  private final RequestRate rate;
  private final RegistrationMeters meters;
  private final Clock clock;

  DeviceController(
      DeviceTokenPublisher publisher,
      TestPushPublisher testPushes,
      DeviceDirectory directory,
      OtherInstances instances,
      KnownApps apps,
      RequestRate rate,
      RegistrationMeters meters,
      Clock clock) {
    this.publisher = publisher;
    this.testPushes = testPushes;
    this.directory = directory;
    this.instances = instances;
    this.apps = apps;
    this.rate = rate;
    this.meters = meters;
    this.clock = clock;
  }

  /** Answers in JSON whatever the client accepts: no device is turned away for that. */
  @PutMapping(path = "/{device}", consumes = MediaType.APPLICATION_JSON_VALUE)
  Mono<ResponseEntity<Accepted>> register(
      @PathVariable String app,
      @PathVariable String device,
      @RequestBody Mono<byte[]> body,
      JwtAuthenticationToken token) {
    Caller caller = new Caller(token, apps);
    return Mono.fromSupplier(() -> limited(caller, app, device))
        .flatMap(path ->
            body.map(bytes ->
                allowed(
                    RegistrationBody.read(
                        path.app(), caller.user(), path.requireDevice(), bytes, clock.instant()))))
        .flatMap(read ->
            Mono.fromFuture(() -> publisher.publish(read.registered()), true)
                .then(Mono.fromSupplier(() -> accepted(read.notices()))))
        .transform(registration -> counted(RegistrationMeters.Type.REGISTER, registration));
  }

  private RegistrationBody.Read allowed(RegistrationBody.Read read) {
    DeviceRegistration device = read.registered().registration();
    if (!apps.allows(device.app(), device.platform())) {
      throw new ProblemException(
          Problem.invalid(
              List.of(
                  new Problem.FieldError(
                      "platform", "is not among the platforms in the settings of the app"))));
    }
    return read;
  }

  @DeleteMapping("/{device}")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Mono<Void> remove(
      @PathVariable String app, @PathVariable String device, JwtAuthenticationToken token) {
    Caller caller = new Caller(token, apps);
    return Mono.fromSupplier(() -> limited(caller, app, device))
        .map(path ->
            new Removed(
                path.app(),
                caller.user(),
                path.requireDevice(),
                Removed.Reason.REMOVED,
                clock.instant()))
        .flatMap(removed -> Mono.fromFuture(() -> publisher.publish(removed), true))
        .transform(removal -> counted(RegistrationMeters.Type.REMOVE, removal));
  }

  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  Mono<ResponseEntity<?>> list(
      @PathVariable String app, JwtAuthenticationToken token, ServerHttpRequest request) {
    Caller caller = new Caller(token, apps);
    return Mono.fromSupplier(() -> caller.path(app, null, null))
        .flatMap(path -> {
          UserId user = caller.user();
          return instances.answer(
              request,
              () -> directory.devicesOf(path.app(), user),
              devices -> Mono.just(ResponseEntity.ok(DeviceView.Devices.of(devices))));
        });
  }

  @PostMapping(path = "/{device}:test", produces = MediaType.APPLICATION_JSON_VALUE)
  Mono<ResponseEntity<?>> test(
      @PathVariable String app,
      @PathVariable String device,
      JwtAuthenticationToken token,
      ServerHttpRequest request) {
    Caller caller = new Caller(token, apps);
    return Mono.fromSupplier(() -> limited(caller, app, device))
        .<ResponseEntity<?>>flatMap(path -> {
          UserId user = caller.user();
          return instances.answer(
              request,
              () -> directory.devicesOf(path.app(), user),
              devices -> {
                requireAmong(devices, path.requireDevice());
                TestPush push =
                    new TestPush(
                        path.app(),
                        user,
                        path.requireDevice(),
                        "chatpush-test-" + UUID.randomUUID(),
                        clock.instant());
                return Mono.fromFuture(() -> testPushes.publish(push), true)
                    .then(
                        Mono.just(
                            ResponseEntity.accepted()
                                .body(Map.of("message_id", push.messageId()))));
              });
        })
        .transform(test -> counted(RegistrationMeters.Type.TEST, test));
  }

  private Caller.Path limited(Caller caller, String app, String device) {
    Caller.Path path = caller.path(app, null, device);
    rate.take(path.app(), caller.user());
    return path;
  }

  private ResponseEntity<Accepted> accepted(List<Notice> notices) {
    meters.noticed(notices);
    return ResponseEntity.accepted()
        .contentType(MediaType.APPLICATION_JSON)
        .body(new Accepted(notices));
  }

  private static void requireAmong(List<RegisteredDevice> devices, DeviceId device) {
    if (devices.stream().noneMatch(d -> d.registration().device().equals(device))) {
      throw new ProblemException(
          Problem.of(
              ProblemType.UNKNOWN_DEVICE,
              "The user has no such device. One that was registered a moment ago may be there in a"
                  + " second."));
    }
  }

  /** Counts each request once, by its result. */
  private <T> Mono<T> counted(RegistrationMeters.Type type, Mono<T> request) {
    return request
        .doOnSuccess(_ -> meters.accepted(type))
        .doOnError(failure -> meters.failed(type, failure))
        .doOnCancel(() -> meters.disconnected(type));
  }
}
