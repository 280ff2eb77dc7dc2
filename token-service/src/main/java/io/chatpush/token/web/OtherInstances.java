package io.chatpush.token.web;

import io.chatpush.token.device.DeviceDirectory.Answer;
import io.chatpush.token.device.InstanceAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Asks here, or passes a request on as it came to the instance that can answer: with the caller's
 * own access token, which is checked there again. What was passed on once is not passed on a second
 * time; where it cannot be answered either, the devices are just moving.
 */
final class OtherInstances {

  /** Marks a request that was passed on. */
  static final String PASSED_ON = "Chatpush-Passed-On";

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A page of an export: a thousand devices of 5 KB at most. */
  private static final int LARGEST_ANSWER = 8 * 1024 * 1024;

  private final WebClient client =
      WebClient.builder()
          .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LARGEST_ANSWER))
          .build();

  /**
   * Answers {@code request}.
   *
   * @param question asked here, where it may block
   * @param answer of what is here
   */
  <T> Mono<ResponseEntity<?>> answer(
      ServerHttpRequest request,
      Callable<Answer<T>> question,
      Function<T, Mono<ResponseEntity<?>>> answer) {
    return ask(question)
        .flatMap(found ->
            switch (found) {
              case Answer.Here<T>(var value) -> answer.apply(value);
              case Answer.Elsewhere<T>(var instance)
                  when !request.getHeaders().containsHeader(PASSED_ON) ->
                  passOn(request, instance);
              case Answer.Elsewhere<T> _, Answer.Nowhere<T> _ -> Mono.error(moving());
            });
  }

  /** Asks here, on a thread that may block. */
  <T> Mono<Answer<T>> ask(Callable<Answer<T>> question) {
    return Mono.fromCallable(question).subscribeOn(Schedulers.boundedElastic());
  }

  /**
   * What {@code instance} says.
   *
   * @param pathAndQuery encoded
   * @param authorization the caller's
   */
  Mono<ResponseEntity<byte[]>> get(
      InstanceAddress instance, String pathAndQuery, String authorization) {
    return send(HttpMethod.GET, instance, pathAndQuery, authorization);
  }

  static ProblemException moving() {
    return new ProblemException(
        Problem.of(
            ProblemType.UNAVAILABLE, "The devices are moving from one instance to another."));
  }

  private Mono<ResponseEntity<?>> passOn(ServerHttpRequest request, InstanceAddress instance) {
    URI uri = request.getURI();
    String query = uri.getRawQuery();
    String authorization = String.valueOf(request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION));
    return send(
            request.getMethod(),
            instance,
            uri.getRawPath() + (query == null ? "" : "?" + query),
            authorization)
        .map(answer ->
            ResponseEntity.status(answer.getStatusCode())
                .headers(headers -> {
                  copy(answer.getHeaders(), headers, HttpHeaders.CONTENT_TYPE);
                  copy(answer.getHeaders(), headers, HttpHeaders.RETRY_AFTER);
                })
                .body(answer.getBody()));
  }

  private Mono<ResponseEntity<byte[]>> send(
      HttpMethod method, InstanceAddress instance, String pathAndQuery, String authorization) {
    return client
        .method(method)
        .uri(URI.create("http://" + instance.host() + ":" + instance.port() + pathAndQuery))
        .header(HttpHeaders.AUTHORIZATION, authorization)
        .header(PASSED_ON, "true")
        .exchangeToMono(answer -> answer.toEntity(byte[].class))
        .timeout(PATIENCE)
        .onErrorMap(
            failure -> !(failure instanceof ProblemException),
            _ ->
                new ProblemException(
                    Problem.of(
                        ProblemType.UNAVAILABLE,
                        "The instance that has these devices does not answer.")));
  }

  private static void copy(HttpHeaders from, HttpHeaders to, String name) {
    String value = from.getFirst(name);
    if (value != null) {
      to.set(name, value);
    }
  }
}
