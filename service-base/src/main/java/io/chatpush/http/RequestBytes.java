package io.chatpush.http;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes the bytes of a request's body out of the buffers in which they are received. */
public final class RequestBytes {

  private RequestBytes() {}

  /**
   * Returns the whole body; no bytes if the request has no body. Fails with a {@link
   * org.springframework.core.io.buffer.DataBufferLimitException} if the body is larger.
   *
   * @param most the largest number of bytes
   */
  public static Mono<byte[]> of(Flux<DataBuffer> body, int most) {
    return DataBufferUtils.join(body, most).map(RequestBytes::of).defaultIfEmpty(new byte[0]);
  }

  /** Returns the bytes of a buffer, which is released. */
  static byte[] of(DataBuffer buffer) {
    byte[] bytes = new byte[buffer.readableByteCount()];
    buffer.read(bytes);
    DataBufferUtils.release(buffer);
    return bytes;
  }
}
