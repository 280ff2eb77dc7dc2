package io.chatpush.schemas.serde;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a registry, shared by all serdes of the process that have equal settings: so a
 * warm-up before the first record helps serdes that a framework makes later, and ten consumers ask
 * once. A registry never changes what an id means, so what is known stays.
 *
 * <p>Three things keep a sick registry or a poison record from costing more than it must: one
 * question at a time; an "unknown" is believed for a while; and when no node answered, nobody asks
 * again for a second.
 */
final class CachedRegistry {

  private record SubjectSchema(String subject, Schema schema) {}

  private static final long FAIL_FAST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final ConcurrentMap<RegistrySettings, CachedRegistry> SHARED =
      new ConcurrentHashMap<>();

  private final RegistrySettings settings;
  private final SchemaRegistryClient client;
  private final LongSupplier nanos;
  private final ConcurrentMap<SubjectSchema, Integer> ids = new ConcurrentHashMap<>();
  private final ConcurrentMap<Integer, Schema> schemas = new ConcurrentHashMap<>();
  // Guarded by this: what the registry does not know, and until when that is believed.
  private final Map<Object, Long> missing;
  private @Nullable String failure;
  private long failureEnds;

  CachedRegistry(RegistrySettings settings, LongSupplier nanos) {
    this.settings = settings;
    this.client = new SchemaRegistryClient(settings);
    this.nanos = nanos;
    this.missing =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Object, Long> eldest) {
            return size() > settings.missingSize();
          }
        };
  }

  static CachedRegistry shared(RegistrySettings settings) {
    return SHARED.computeIfAbsent(settings, s -> new CachedRegistry(s, System::nanoTime));
  }

  String urls() {
    return settings.urls();
  }

  /** The id of a schema under a subject, or empty if it has none and {@code register} is false. */
  Optional<Integer> id(String subject, Schema schema, boolean register) {
    SubjectSchema key = new SubjectSchema(subject, schema);
    Integer known = ids.get(key);
    return known != null ? Optional.of(known) : ask(key, register, false);
  }

  /** As {@link #id}, but asks the registry even if it did not know the schema a moment ago. */
  Optional<Integer> freshId(String subject, Schema schema, boolean register) {
    return ask(new SubjectSchema(subject, schema), register, true);
  }

  /** The schema with this id, or empty if the registry does not know it. */
  Optional<Schema> schema(int id) {
    Schema known = schemas.get(id);
    return known != null ? Optional.of(known) : ask(id);
  }

  private synchronized Optional<Integer> ask(SubjectSchema key, boolean register, boolean fresh) {
    Integer known = ids.get(key);
    if (known != null) {
      return Optional.of(known);
    }
    if (!register && !fresh && isMissing(key)) {
      return Optional.empty();
    }
    Optional<Integer> id =
        guarded(() ->
            register
                ? Optional.of(client.register(key.subject(), key.schema()))
                : client.find(key.subject(), key.schema()));
    if (id.isPresent()) {
      // Our own records come back with this id, and a registry gives an id to one schema only.
      schemas.putIfAbsent(id.get(), key.schema());
      ids.put(key, id.get());
      missing.remove(key);
    } else {
      remember(key);
    }
    return id;
  }

  private synchronized Optional<Schema> ask(int id) {
    Schema known = schemas.get(id);
    if (known != null) {
      return Optional.of(known);
    }
    if (isMissing(id)) {
      return Optional.empty();
    }
    Optional<Schema> schema = guarded(() -> client.schema(id));
    schema.ifPresentOrElse(s -> schemas.put(id, s), () -> remember(id));
    return schema;
  }

  private <T> T guarded(Supplier<T> question) {
    if (failure != null && nanos.getAsLong() - failureEnds < 0) {
      throw new RegistryUnavailableException(failure);
    }
    try {
      T answer = question.get();
      failure = null;
      return answer;
    } catch (RegistryUnavailableException e) {
      failure = String.valueOf(e.getMessage());
      failureEnds = nanos.getAsLong() + FAIL_FAST_NANOS;
      throw e;
    }
  }

  private boolean isMissing(Object key) {
    Long until = missing.get(key);
    return until != null && nanos.getAsLong() - until < 0;
  }

  private void remember(Object key) {
    missing.remove(key);
    missing.put(key, nanos.getAsLong() + settings.missingTtl().toNanos());
  }
}
