package io.chatpush.schemas.serde;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;

/**
 * What is known of a registry, shared by all serdes of the process that have equal settings. So a
 * warm-up before the first record helps serdes that a framework makes later, and ten consumers ask
 * once. A registry never changes what an id means, so a schema that is known stays known.
 *
 * <p>Only schemas of records of the contract are kept without a bound, because a topic decides
 * which of the registry's other schemas are asked for.
 *
 * <p>Safe for use by many threads. {@link RegistryLookups} bounds how long a call takes.
 */
final class CachedRegistry {

  private record SubjectSchema(String subject, Schema schema) {}

  /** To register a schema is another question than to find it. */
  private record SubjectQuestion(SubjectSchema subjectSchema, boolean register) {}

  private static final ConcurrentMap<RegistrySettings, CachedRegistry> SHARED =
      new ConcurrentHashMap<>();

  private final RegistrySettings settings;
  private final SchemaRegistryClient client;
  private final RegistryLookups lookups;
  private final ConcurrentMap<SubjectSchema, Integer> ids = new ConcurrentHashMap<>();
  private final ConcurrentMap<Integer, Schema> schemas = new ConcurrentHashMap<>();

  CachedRegistry(RegistrySettings settings, LongSupplier nanos, RegistryLookups.Waiting waiting) {
    this.settings = settings;
    this.client = new SchemaRegistryClient(settings);
    this.lookups = new RegistryLookups(settings, nanos, waiting);
  }

  static CachedRegistry shared(RegistrySettings settings) {
    return SHARED.computeIfAbsent(
        settings, s -> new CachedRegistry(s, System::nanoTime, RegistryLookups.REAL));
  }

  String urls() {
    return settings.urls();
  }

  /**
   * Returns the id of a schema under a subject, or empty if it has none and {@code register} is
   * false.
   *
   * @throws RegistryUnavailableException if there is no answer yet
   * @throws ContractViolationException if the registry refuses the schema
   */
  Optional<Integer> id(String subject, Schema schema, boolean register) {
    SubjectSchema key = new SubjectSchema(subject, schema);
    Integer known = ids.get(key);
    return known != null
        ? Optional.of(known)
        : lookups.ask(
            new SubjectQuestion(key, register),
            "subject " + subject,
            false,
            Integer.class,
            () -> fetchId(key, register));
  }

  /**
   * As {@link #id}, but asks the registry on the calling thread, for as long as all its nodes and
   * retries may take, and also if it did not know the schema a moment ago.
   */
  Optional<Integer> freshId(String subject, Schema schema, boolean register) {
    SubjectSchema key = new SubjectSchema(subject, schema);
    Integer known = ids.get(key);
    return known != null ? Optional.of(known) : fetchId(key, register);
  }

  /**
   * Returns the schema with this id, or empty if the registry does not know it.
   *
   * @throws RegistryUnavailableException if there is no answer yet
   * @throws ContractViolationException if the schema cannot be that of a record of the contract
   */
  Optional<Schema> schema(int id) {
    Schema known = schemas.get(id);
    if (known != null) {
      return Optional.of(known);
    }
    // No registry gives a negative id, but half of all random bytes have one.
    return id < 0
        ? Optional.empty()
        : lookups.ask(id, "schema id " + id, true, Schema.class, () -> fetchSchema(id));
  }

  private Optional<Integer> fetchId(SubjectSchema key, boolean register) {
    Optional<Integer> id =
        register
            ? Optional.of(client.register(key.subject(), key.schema()))
            : client.find(key.subject(), key.schema());
    id.ifPresent(found -> {
      // Our own records come back with this id, and a registry gives an id to one schema only.
      schemas.putIfAbsent(found, key.schema());
      ids.put(key, found);
    });
    return id;
  }

  private Optional<Schema> fetchSchema(int id) {
    Optional<Schema> schema = client.schema(id);
    schema.ifPresent(found -> {
      if (Contract.record(found.getFullName()) == null) {
        throw new ContractViolationException(
            "schema id "
                + id
                + ", registry "
                + urls()
                + ": "
                + RegistryHttp.excerpt(found.getFullName())
                + " is not a record of the contract");
      }
      schemas.put(id, found);
    });
    return schema;
  }
}
