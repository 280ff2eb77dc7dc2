package io.chatpush.dispatch.push;

/** Puts what a push says into the words of the service that carries it. Thread-safe. */
public interface PayloadRenderer {

  /**
   * What the service is to be sent for a device of that platform. The same content gives the same
   * bytes.
   */
  RenderedPayload render(PushContent content, Platform platform);
}
