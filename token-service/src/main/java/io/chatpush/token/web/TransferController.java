package io.chatpush.token.web;

import io.chatpush.access.Scope;
import io.chatpush.problem.Problem;
import io.chatpush.problem.ProblemException;
import io.chatpush.token.apps.KnownApps;
import io.chatpush.token.device.AppId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * All devices of an app, out and in, as JSON lines. Needs the scope {@link Scope#CONTENT} to
 * export, because exports have addresses, and {@link Scope#ADMIN} to import. Both answer while they
 * work, and say in each {@code progress} how to go on from there.
 */
@RestController
@RequestMapping("/v1/apps/{app}")
final class TransferController {

  private final DeviceExport exports;
  private final DeviceImport imports;
  private final KnownApps apps;

  TransferController(DeviceExport exports, DeviceImport imports, KnownApps apps) {
    this.exports = exports;
    this.imports = imports;
    this.apps = apps;
  }

  @GetMapping("/devices:export")
  Mono<Void> export(
      @PathVariable String app,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable String limit,
      JwtAuthenticationToken token,
      ServerHttpRequest request,
      ServerHttpResponse response) {
    return Mono.defer(() -> {
      AppId id = new Caller(token, apps).operatorPath(Scope.CONTENT, app, null, null).app();
      boolean passedOn = OtherInstances.isFromAnInstance(request);
      long most = limit == null ? Long.MAX_VALUE : number(limit, "limit", 1);
      return exports
          .begin(new DeviceExport.Order(id, cursor, most, token, passedOn))
          .flatMap(lines -> stream(response, lines));
    });
  }

  @PostMapping("/devices:import")
  Mono<Void> importAll(
      @PathVariable String app,
      @RequestParam(required = false) @Nullable String skip,
      JwtAuthenticationToken token,
      ServerHttpRequest request,
      ServerHttpResponse response) {
    return Mono.defer(() -> {
      AppId id = new Caller(token, apps).operatorPath(Scope.ADMIN, app, null, null).app();
      long skipped = skip == null ? 0 : number(skip, "skip", 0);
      return stream(response, imports.lines(id, request.getBody(), skipped));
    });
  }

  /** What is said goes out at once. */
  private static Mono<Void> stream(ServerHttpResponse response, Flux<byte[]> lines) {
    response.getHeaders().setContentType(MediaType.APPLICATION_NDJSON);
    Flux<Mono<DataBuffer>> buffers =
        lines.map(line -> Mono.just(response.bufferFactory().wrap(line)));
    return response.writeAndFlushWith(buffers);
  }

  private static long number(String text, String parameter, long least) {
    try {
      long number = Long.parseLong(text);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number that is too small.
    }
    throw new ProblemException(
        Problem.invalid(
            List.of(new Problem.FieldError(parameter, "must be a number from " + least + " on"))));
  }
}
