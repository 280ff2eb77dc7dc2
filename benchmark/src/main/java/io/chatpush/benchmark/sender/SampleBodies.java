package io.chatpush.benchmark.sender;

import com.google.api.client.json.gson.GsonFactory;
import io.chatpush.events.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The request body of each sample, made as cheaply as chatpush makes it: rendered once for each
 * platform of a chat message, then copied with the address and the push id of the device. For one
 * thread.
 */
final class SampleBodies {

  private final Map<Platform, Template> templates = new EnumMap<>(Platform.class);

  /** A body, and where the address and the push id are in it. */
  private record Template(ByteBuffer json, int addressOffset, List<Integer> pushIdOffsets) {}

  byte[] of(SampleMessages.Sample sample) {
    if (sample.isFirst()) {
      templates.clear();
    }
    Template template = templates.computeIfAbsent(sample.platform(), _ -> render(sample));
    byte[] body = new byte[template.json.limit()];
    template.json.get(0, body);
    overwrite(body, template.addressOffset, sample.address());
    String pushId = sample.pushId().toString();
    for (int offset : template.pushIdOffsets) {
      overwrite(body, offset, pushId);
    }
    return body;
  }

  private static Template render(SampleMessages.Sample sample) {
    byte[] json;
    try {
      json =
          GsonFactory.getDefaultInstance()
              .toByteArray(Map.of("message", FirebaseAdmin.message(sample)));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    // One character for each byte, so that offsets are those of the bytes.
    String text = new String(json, StandardCharsets.ISO_8859_1);
    String pushId = sample.pushId().toString();
    return new Template(
        ByteBuffer.wrap(json),
        text.indexOf(sample.address()),
        IntStream.iterate(text.indexOf(pushId), at -> at >= 0, at -> text.indexOf(pushId, at + 1))
            .boxed()
            .toList());
  }

  private static void overwrite(byte[] body, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, body, offset, bytes.length);
  }
}
