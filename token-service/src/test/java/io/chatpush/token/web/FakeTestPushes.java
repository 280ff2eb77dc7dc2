package io.chatpush.token.web;

import io.chatpush.token.device.TestPush;
import io.chatpush.token.device.TestPushPublisher;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is given. */
final class FakeTestPushes implements TestPushPublisher {

  private final List<TestPush> pushes = new CopyOnWriteArrayList<>();

  @Override
  public CompletableFuture<Void> publish(TestPush push) {
    pushes.add(push);
    return CompletableFuture.completedFuture(null);
  }

  List<TestPush> pushes() {
    return pushes;
  }
}
