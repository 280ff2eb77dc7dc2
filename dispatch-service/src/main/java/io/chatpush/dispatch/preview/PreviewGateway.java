package io.chatpush.dispatch.preview;

import java.util.concurrent.CompletableFuture;

/** The service that carries pushes, as previews use it. Thread-safe. */
public interface PreviewGateway {

  /** Returns the request for the push as JSON, with a placeholder for the address of a device. */
  String request(PreviewPush push);

  /**
   * Has the service check the push. Nothing is sent to any device.
   *
   * @return completes normally, within the timeout of a send
   */
  CompletableFuture<Check> check(PreviewPush push);
}
