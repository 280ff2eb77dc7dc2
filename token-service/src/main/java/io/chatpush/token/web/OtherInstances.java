package io.chatpush.token.web;

import io.chatpush.problem.Problem;
import io.chatpush.problem.ProblemException;
import io.chatpush.problem.ProblemType;
import io.chatpush.settings.InvalidSettingException;
import io.chatpush.token.device.DeviceDirectory.Answer;
import io.chatpush.token.device.InstanceAddress;
import io.chatpush.token.instances.InstanceCredentials;
import io.chatpush.token.instances.InstanceTransport;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;

/**
 * Asks here, or passes a request on to the instance that can answer: the same method and path, with
 * a credential of {@link InstanceCredentials} that names the caller. The caller's own access token
 * is not passed on. What was passed on once is not passed on a second time; where it cannot be
 * answered either, the devices are just moving.
 */
final class OtherInstances {

  /** Has the credential of a request that was passed on. */
  static final String CREDENTIAL = "Chatpush-Instance";

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A page of an export: a thousand devices of 5 KB at most. */
  private static final int LARGEST_ANSWER = 8 * 1024 * 1024;

  private final InstanceCredentials credentials;
  private final String scheme;
  private final WebClient client;

  OtherInstances(InstanceCredentials credentials, InstanceTransport transport) {
    this.credentials = credentials;
    this.scheme = transport.scheme();
    this.client =
        WebClient.builder()
            .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LARGEST_ANSWER))
            .clientConnector(new ReactorClientHttpConnector(http(transport.ssl())))
            .build();
  }

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
              case Answer.Elsewhere<T>(var instance) when !isFromAnInstance(request) ->
                  passOn(request, instance);
              case Answer.Elsewhere<T> _, Answer.Nowhere<T> _ -> Mono.error(moving());
            });
  }

  /** Asks here, on a thread that may block. */
  <T> Mono<Answer<T>> ask(Callable<Answer<T>> question) {
    return Mono.fromCallable(question).subscribeOn(Schedulers.boundedElastic());
  }

  /** Whether another instance asks. Its credential was verified before. */
  static boolean isFromAnInstance(ServerHttpRequest request) {
    return request.getHeaders().containsHeader(CREDENTIAL);
  }

  /**
   * What {@code instance} says.
   *
   * @param pathAndQuery encoded
   * @param caller for whom it is asked
   */
  Mono<ResponseEntity<byte[]>> get(
      InstanceAddress instance, String pathAndQuery, JwtAuthenticationToken caller) {
    return send(HttpMethod.GET, instance, pathAndQuery, caller);
  }

  static ProblemException moving() {
    return new ProblemException(
        Problem.of(
            ProblemType.UNAVAILABLE, "The devices are moving from one instance to another."));
  }

  private Mono<ResponseEntity<?>> passOn(ServerHttpRequest request, InstanceAddress instance) {
    return ReactiveSecurityContextHolder.getContext()
        .mapNotNull(SecurityContext::getAuthentication)
        .cast(JwtAuthenticationToken.class)
        .flatMap(caller ->
            send(
                request.getMethod(),
                instance,
                InstanceSecurity.pathAndQuery(request.getURI()),
                caller))
        .map(answer ->
            ResponseEntity.status(answer.getStatusCode())
                .headers(headers -> {
                  copy(answer.getHeaders(), headers, HttpHeaders.CONTENT_TYPE);
                  copy(answer.getHeaders(), headers, HttpHeaders.RETRY_AFTER);
                })
                .body(answer.getBody()));
  }

  private Mono<ResponseEntity<byte[]>> send(
      HttpMethod method,
      InstanceAddress instance,
      String pathAndQuery,
      JwtAuthenticationToken caller) {
    if (!credentials.exist()) {
      return Mono.error(
          new ProblemException(
              Problem.of(
                  ProblemType.UNAVAILABLE,
                  "Another instance has these devices, and chatpush.instances.secret-location is not"
                      + " set.")));
    }
    URI uri = URI.create(scheme + "://" + instance.host() + ":" + instance.port() + pathAndQuery);
    return client
        .method(method)
        .uri(uri)
        .header(CREDENTIAL, credentials.issue(caller, method.name(), pathAndQuery))
        .exchangeToMono(answer -> answer.toEntity(byte[].class))
        .map(OtherInstances::accepted)
        .timeout(PATIENCE)
        .onErrorMap(
            failure -> !(failure instanceof ProblemException),
            _ ->
                new ProblemException(
                    Problem.of(
                        ProblemType.UNAVAILABLE,
                        "The instance that has these devices does not answer.")));
  }

  /**
   * A 401 is about this instance: to the caller it would say that its access token is not valid.
   */
  private static ResponseEntity<byte[]> accepted(ResponseEntity<byte[]> answer) {
    if (answer.getStatusCode().isSameCodeAs(HttpStatus.UNAUTHORIZED)) {
      throw new ProblemException(
          Problem.of(
              ProblemType.UNAVAILABLE,
              "The instance that has these devices does not accept this one: the files of"
                  + " chatpush.instances.secret-location differ, or the clocks do."));
    }
    return answer;
  }

  private static HttpClient http(@Nullable SslBundle ssl) {
    if (ssl == null) {
      return HttpClient.create();
    }
    try {
      SslContext context =
          SslContextBuilder.forClient()
              .trustManager(ssl.getManagers().getTrustManagerFactory())
              .build();
      return HttpClient.create().secure(security -> security.sslContext(context));
    } catch (SSLException e) {
      throw new InvalidSettingException(
          "chatpush.instances.ssl-bundle", "names a bundle that cannot be used");
    }
  }

  private static void copy(HttpHeaders from, HttpHeaders to, String name) {
    String value = from.getFirst(name);
    if (value != null) {
      to.set(name, value);
    }
  }
}
