package io.chatpush.dispatch.operations;

import io.chatpush.dispatch.kafka.EventPublisher;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Where a job writes. What it returns completes once a broker has acknowledged. Thread-safe. */
interface RecordSink {

  CompletableFuture<Void> write(String topic, String key, SpecificRecord value);

  CompletableFuture<Void> write(
      String topic, byte @Nullable [] key, byte @Nullable [] value, Iterable<Header> headers);

  static RecordSink of(EventPublisher publisher) {
    return new RecordSink() {
      @Override
      public CompletableFuture<Void> write(String topic, String key, SpecificRecord value) {
        return publisher.publish(topic, key, value);
      }

      @Override
      public CompletableFuture<Void> write(
          String topic, byte @Nullable [] key, byte @Nullable [] value, Iterable<Header> headers) {
        return publisher.publish(topic, key, value, headers);
      }
    };
  }
}
