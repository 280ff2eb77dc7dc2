package io.chatpush.dispatch.fcm;

import io.chatpush.dispatch.delivery.PushGateway;
import io.chatpush.dispatch.delivery.PushGatewayContract;
import io.chatpush.dispatch.fcm.WildHttp2Server.Request;
import io.chatpush.dispatch.fcm.message.FcmFixtures;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

class FcmPushGatewayContractTest implements PushGatewayContract {

  private final Map<String, Queue<Consumer<Request>>> scripts = new ConcurrentHashMap<>();
  private final WildHttp2Server server = WildHttp2Server.start(this::answer);
  private final TestGateway gateway = TestGateway.at(server.uri(), 2, Duration.ofSeconds(2));

  @AfterEach
  void stop() {
    gateway.close();
    server.close();
  }

  @Override
  public PushGateway gateway() {
    return gateway;
  }

  @Override
  public void fcmAccepts(String address) {
    script(address, Request::accept);
  }

  @Override
  public void fcmAcceptsWithoutName(String address) {
    script(address, request -> request.answer(200, "{}"));
  }

  @Override
  public void fcmRefuses(String address, int status, String code, @Nullable Duration retryAfter) {
    String body =
        """
        {"error":{"code":%d,"message":"Some words","details":[
          {"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"%s"}]}}\
        """
            .formatted(status, code);
    script(
        address,
        request -> {
          if (retryAfter == null) {
            request.answer(status, body);
          } else {
            request.answer(status, body, "retry-after", "" + retryAfter.toSeconds());
          }
        });
  }

  @Override
  public void fcmFindsInvalid(String address) {
    String body =
        """
        {"error":{"code":400,"status":"INVALID_ARGUMENT","details":[
          {"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"message.token"}]},
          {"@type":"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"INVALID_ARGUMENT"}]}}\
        """;
    script(address, request -> request.answer(400, body));
  }

  @Override
  public void frontEndRefuses(String address, int status) {
    script(address, request -> request.answer(status, "<html>Error</html>"));
  }

  @Override
  public void fcmAnswersEmpty(String address) {
    script(address, request -> request.answer(200, ""));
  }

  @Override
  public void connectionBreaks(String address) {
    script(address, Request::breakConnection);
  }

  @Override
  public void fcmKeepsSilent(String address) {
    script(address, request -> {});
  }

  private void script(String address, Consumer<Request> answer) {
    scripts.computeIfAbsent(address, _ -> new ConcurrentLinkedQueue<>()).add(answer);
  }

  private void answer(Request request) {
    String address = FcmFixtures.tree(request.body()).at("/message/token").asString();
    Queue<Consumer<Request>> script = scripts.getOrDefault(address, new ConcurrentLinkedQueue<>());
    Consumer<Request> answer = script.poll();
    if (answer == null) {
      request.answer(500, "nobody told what to say to " + address);
    } else {
      answer.accept(request);
    }
  }
}
