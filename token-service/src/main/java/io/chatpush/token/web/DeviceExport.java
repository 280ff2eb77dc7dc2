package io.chatpush.token.web;

import io.chatpush.problem.Problem;
import io.chatpush.problem.Problem.FieldError;
import io.chatpush.problem.ProblemException;
import io.chatpush.problem.ProblemType;
import io.chatpush.service.VisibleJson;
import io.chatpush.token.device.AppId;
import io.chatpush.token.device.DeviceDirectory;
import io.chatpush.token.device.DeviceDirectory.Answer;
import io.chatpush.token.device.DeviceDirectory.Page;
import io.chatpush.token.device.RegisteredDevice;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes all devices of an app, from whichever instance has them, a page at a time: as JSON lines,
 * and after each page a line that says how far it is.
 */
final class DeviceExport {

  private static final int PAGE = 1_000;

  /** Reactor Netty takes 32 elements of an answer ahead: 2 MB for a client. */
  private static final int SLICE = 64 * 1024;

  private static final JsonMapper JSON = VisibleJson.mapper();

  /** A partition is away for seconds while instances share them out anew. */
  private static final Retry WHILE_MOVING =
      Retry.fixedDelay(40, Duration.ofMillis(500))
          .filter(DeviceExport::isTransient)
          .onRetryExhaustedThrow((_, last) -> last.failure());

  /**
   * @param app whose devices
   * @param cursor after which; {@code null} for all
   * @param limit how many at most
   * @param caller for whom other instances are asked
   * @param passedOn whether another instance asks, which then gets what is here and no more
   */
  record Order(
      AppId app,
      @Nullable String cursor,
      long limit,
      JwtAuthenticationToken caller,
      boolean passedOn) {}

  /**
   * A page as it goes out.
   *
   * @param lines of its devices
   * @param devices how many they are
   * @param next cursor of the next page
   */
  private record Written(String lines, long devices, @Nullable String next) {}

  /**
   * @param page the last
   * @param devices of all pages
   */
  private record Reached(Written page, long devices) {}

  private final DeviceDirectory directory;
  private final OtherInstances instances;

  DeviceExport(DeviceDirectory directory, OtherInstances instances) {
    this.directory = directory;
    this.instances = instances;
  }

  /**
   * The lines, once the first page is there.
   *
   * @return fails with {@link ProblemException} if there is none
   */
  Mono<Flux<byte[]>> begin(Order order) {
    return page(order, order.cursor(), order.limit()).map(first -> from(order, first));
  }

  private Flux<byte[]> from(Order order, Written first) {
    return Flux.just(new Reached(first, first.devices()))
        .expand(reached -> following(order, reached))
        .concatMapIterable(DeviceExport::lines, 1)
        .onErrorResume(
            DeviceExport::isTransient,
            _ -> Flux.just(JsonLine.of(OtherInstances.moving().problem())));
  }

  private Mono<Reached> following(Order order, Reached reached) {
    String next = reached.page().next();
    if (next == null || reached.devices() >= order.limit()) {
      return Mono.empty();
    }
    return page(order, next, order.limit() - reached.devices())
        .retryWhen(WHILE_MOVING)
        .map(page -> new Reached(page, reached.devices() + page.devices()));
  }

  /** In slices, as the server takes some of them ahead of a client that reads slowly. */
  private static List<byte[]> lines(Reached reached) {
    byte[] page = reached.page().lines().getBytes(StandardCharsets.UTF_8);
    List<byte[]> slices = new ArrayList<>();
    for (int from = 0; from < page.length; from += SLICE) {
      slices.add(Arrays.copyOfRange(page, from, Math.min(from + SLICE, page.length)));
    }
    String next = reached.page().next();
    slices.add(progress(reached.devices(), next, next == null));
    return slices;
  }

  private Mono<Written> page(Order order, @Nullable String cursor, long most) {
    int limit = (int) Math.min(PAGE, most);
    return instances
        .ask(() -> find(order.app(), cursor, limit))
        .flatMap(answer ->
            switch (answer) {
              case Answer.Here<Page>(var page) -> Mono.just(written(page));
              case Answer.Elsewhere<Page>(var instance) when !order.passedOn() ->
                  instances
                      .get(instance, path(order.app(), cursor, limit), order.caller())
                      .map(DeviceExport::written);
              case Answer.Elsewhere<Page> _, Answer.Nowhere<Page> _ ->
                  Mono.error(OtherInstances.moving());
            });
  }

  private Answer<Page> find(AppId app, @Nullable String cursor, int limit) {
    try {
      return directory.page(app, cursor, limit);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          Problem.invalid(List.of(new FieldError("cursor", "is not one that an export gave"))));
    }
  }

  private static String path(AppId app, @Nullable String cursor, int limit) {
    return "/v1/apps/"
        + URLEncoder.encode(app.value(), StandardCharsets.UTF_8).replace("+", "%20")
        + "/devices:export?limit="
        + limit
        + (cursor == null ? "" : "&cursor=" + cursor);
  }

  private static Written written(Page page) {
    StringBuilder lines = new StringBuilder();
    for (RegisteredDevice device : page.devices()) {
      lines.append(JSON.writeValueAsString(DeviceView.exported(device))).append('\n');
    }
    return new Written(lines.toString(), page.devices().size(), page.next());
  }

  /** The other instance's last line says how far it is; the lines before it are devices. */
  private static Written written(ResponseEntity<byte[]> answer) {
    byte[] body = answer.getBody();
    if (!answer.getStatusCode().is2xxSuccessful() || body == null) {
      throw OtherInstances.moving();
    }
    String text = new String(body, StandardCharsets.UTF_8).stripTrailing();
    int last = text.lastIndexOf('\n') + 1;
    JsonNode progress = JSON.readTree(text.substring(last)).path("progress");
    if (progress.isMissingNode()) {
      throw OtherInstances.moving();
    }
    JsonNode cursor = progress.get("cursor");
    return new Written(
        text.substring(0, last),
        progress.path("devices").asLong(),
        cursor == null ? null : cursor.asString());
  }

  private static byte[] progress(long devices, @Nullable String cursor, boolean complete) {
    ObjectNode line = JSON.createObjectNode();
    ObjectNode progress = line.putObject("progress").put("devices", devices);
    if (cursor != null) {
      progress.put("cursor", cursor);
    }
    if (complete) {
      progress.put("complete", true);
    }
    return JsonLine.of(line);
  }

  private static boolean isTransient(Throwable failure) {
    return failure instanceof ProblemException e
        && e.problem().status() == ProblemType.UNAVAILABLE.status().value();
  }
}
