package io.chatpush.dispatch.delivery;

import io.chatpush.dispatch.delivery.DeliveryOutcome.Accepted;
import io.chatpush.dispatch.delivery.DeliveryOutcome.AddressRefused;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Deferred;
import io.chatpush.dispatch.delivery.DeliveryOutcome.NotSent;
import io.chatpush.dispatch.delivery.DeliveryOutcome.Rejected;
import io.chatpush.dispatch.delivery.DeliveryOutcome.TokenRetired;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

class FakePushGatewayTest implements PushGatewayContract {

  private final FakePushGateway gateway = new FakePushGateway();

  @Override
  public PushGateway gateway() {
    return gateway;
  }

  @Override
  public void fcmAccepts(String address) {
    gateway.answer(address, new Accepted("projects/fixture/messages/1"));
  }

  @Override
  public void fcmAcceptsWithoutName(String address) {
    gateway.answer(address, new Accepted(null));
  }

  @Override
  public void fcmRefuses(String address, int status, String code, @Nullable Duration retryAfter) {
    gateway.answer(
        address,
        switch (code) {
          case "UNREGISTERED" -> new TokenRetired();
          case "QUOTA_EXCEEDED", "UNAVAILABLE", "INTERNAL" ->
              new Deferred(code, status, retryAfter);
          default -> new Rejected(code, status);
        });
  }

  @Override
  public void fcmFindsInvalid(String address) {
    gateway.answer(address, new AddressRefused("INVALID_ARGUMENT", 400));
  }

  @Override
  public void frontEndRefuses(String address, int status) {
    gateway.answer(
        address,
        switch (status) {
          case 403 -> new NotSent("CREDENTIALS_REFUSED", null);
          case 404 -> new NotSent("PROJECT_NOT_FOUND", null);
          case 500 -> new Deferred("INTERNAL", status, null);
          case 503 -> new Deferred("UNAVAILABLE", status, null);
          default -> new Deferred("HTTP_" + status, status, null);
        });
  }

  @Override
  public void fcmAnswersEmpty(String address) {
    gateway.loseAnswer(address);
  }

  @Override
  public void connectionBreaks(String address) {
    gateway.loseAnswer(address);
  }

  @Override
  public void fcmKeepsSilent(String address) {
    gateway.loseAnswer(address);
  }
}
