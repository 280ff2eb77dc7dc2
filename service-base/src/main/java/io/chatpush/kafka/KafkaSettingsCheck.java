package io.chatpush.kafka;

import io.chatpush.settings.InvalidSettingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.StreamsConfig;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.core.env.Environment;

/**
 * Checks the settings of Kafka clients when a service starts, so that a setting which a client
 * would refuse minutes later, on a thread of its own, stops the start instead. Each complaint is
 * one sentence with the name that the operator wrote and with what to do; it shows no secret.
 *
 * <p>Checked are single values, classes, files and logins, combinations that Kafka refuses, and
 * combinations with which a client cannot work. Nothing is connected to, and no plug-in is created.
 * Settings that Kafka does not know are left to its own warning.
 *
 * <p>Immutable.
 */
public final class KafkaSettingsCheck {

  private static final String CONSUMER = "consumer";
  private static final String PRODUCER = "producer";
  private static final String ADMIN = "admin";
  private static final String STREAMS = "streams";

  /** What the classes must be that settings name; Kafka itself finds it out when it needs them. */
  private static final Map<String, Class<?>> PLUG_INS =
      Map.ofEntries(
          Map.entry(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, MetricsReporter.class),
          Map.entry(
              ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, ConsumerPartitionAssignor.class),
          Map.entry(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, Deserializer.class),
          Map.entry(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, Deserializer.class),
          Map.entry(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, Serializer.class),
          Map.entry(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, Serializer.class),
          Map.entry(ProducerConfig.PARTITIONER_CLASS_CONFIG, Partitioner.class),
          Map.entry(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serde.class),
          Map.entry(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serde.class),
          Map.entry(
              SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS, AuthenticateCallbackHandler.class),
          Map.entry(
              SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS, AuthenticateCallbackHandler.class),
          Map.entry(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, SslEngineFactory.class));

  private static final Pattern CONTROL_CHARACTERS = Pattern.compile("\\p{Cntrl}+");
  private static final int LONGEST_QUOTE = 200;

  private final WrittenNames names;

  /**
   * @param environment where the settings come from, to find their names
   */
  public KafkaSettingsCheck(Environment environment) {
    names = new WrittenNames(environment);
  }

  /**
   * Some settings of one client.
   *
   * @param title of the client, for a sentence
   * @param definition of the settings that Kafka knows
   * @param settings what the client gets
   * @param written finds the name under which the operator wrote a setting
   */
  private record Client(
      String title,
      ConfigDef definition,
      Map<String, ?> settings,
      Function<String, String> written) {

    boolean has(String key) {
      Object value = settings.get(key);
      return value != null && !value.toString().isBlank();
    }
  }

  /**
   * Checks all that {@code spring.kafka} says of the clients of a service, before any of them is
   * made.
   *
   * @param streams what Kafka Streams gets, as {@link #streams}
   * @param whyByAll as the reason of {@link #acknowledgedByAll}
   * @throws InvalidSettingException naming the setting
   */
  public void all(KafkaProperties kafka, Map<String, ?> streams, String whyByAll) {
    producer(kafka.buildProducerProperties());
    acknowledgedByAll(kafka.buildProducerProperties(), whyByAll);
    reader(kafka.buildConsumerProperties());
    admin(kafka.buildAdminProperties());
    streams(streams);
    registry(kafka.buildProducerProperties());
  }

  /** Checks the settings of a producer. */
  public void producer(Map<String, ?> settings) {
    producer(client("the producer", ProducerConfig.configDef(), settings, PRODUCER));
  }

  /**
   * Checks that a producer has what it writes acknowledged by every in-sync replica.
   *
   * @param reason why it must, as the end of "but ..."
   */
  void acknowledgedByAll(Map<String, ?> settings, String reason) {
    Object acks = settings.get(ProducerConfig.ACKS_CONFIG);
    if (acks != null && !List.of("all", "-1").contains(acks.toString())) {
      throw new InvalidSettingException(
          names.of(PRODUCER, List.of(ProducerConfig.ACKS_CONFIG)),
          "is %s, but %s: set it to all".formatted(clean(acks.toString()), reason));
    }
  }

  /** Checks that there is a schema registry to ask. */
  private void registry(Map<String, ?> settings) {
    Object urls = settings.get("schema.registry.url");
    if (urls == null || urls.toString().isBlank()) {
      throw new InvalidSettingException(
          "spring.kafka.properties.schema.registry.url is not set: name the URLs of the schema"
              + " registry.");
    }
  }

  /** Checks the settings of a consumer that is a member of no group. */
  public void reader(Map<String, ?> settings) {
    consumer(client("the consumer", ConsumerConfig.configDef(), settings, CONSUMER));
  }

  /**
   * Checks the settings of a consumer that is a member of a group and commits by itself.
   *
   * @param settings a {@code group.id} may be missing
   */
  public void member(Map<String, ?> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.putIfAbsent(ConsumerConfig.GROUP_ID_CONFIG, "checked");
    Client client = client("the consumer", ConsumerConfig.configDef(), all, CONSUMER);
    values(client);
    protocol(client);
    Object instance = all.get(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    if (instance != null && !instance.toString().matches("[a-zA-Z0-9._-]{1,249}")) {
      throw new InvalidSettingException(
          client.written.apply(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
          "is not a name that Kafka accepts for a member: use letters, digits, '.', '_' and '-', and at most 249"
              + " of them with the suffix that each member gets");
    }
    ConsumerConfig config = consumer(client);
    if (config.getBoolean(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG)) {
      throw new InvalidSettingException(
          client.written.apply(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG),
          "is true, but records would be committed before they are delivered: remove it");
    }
    earliest(client, config);
    if (isClassic(config)) {
      heartbeat(client, config);
    }
  }

  /** Checks the settings of an admin client. */
  public void admin(Map<String, ?> settings) {
    admin(client("the admin client", AdminClientConfig.configDef(), settings, ADMIN));
  }

  /**
   * Checks the settings of Kafka Streams and of all clients that it makes with them.
   *
   * @param settings an {@code application.id} may be missing
   */
  public void streams(Map<String, ?> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.putIfAbsent(StreamsConfig.APPLICATION_ID_CONFIG, "checked");
    Client client = client("Kafka Streams", StreamsConfig.configDef(), all, STREAMS);
    Object protocol = all.get(StreamsConfig.GROUP_PROTOCOL_CONFIG);
    if (protocol != null && GroupProtocol.CONSUMER.name().equalsIgnoreCase(protocol.toString())) {
      throw new InvalidSettingException(
          client.written.apply(StreamsConfig.GROUP_PROTOCOL_CONFIG),
          "is %s, which Kafka Streams refuses: set spring.kafka.consumer.properties.group.protocol, which is for the consumers of delivery alone"
              .formatted(quoted(protocol)));
    }
    values(client);
    StreamsConfig config = whole(client, () -> new StreamsConfig(all));
    Part main =
        part(
            "the main consumers of Kafka Streams",
            "main.consumer.",
            whole(client, () -> config.getMainConsumerConfigs("checked", "checked", 0)));
    earliest(main.client, main.config);
    if (!"streams".equalsIgnoreCase(String.valueOf(protocol))) {
      heartbeat(main.client, main.config);
    }
    var _ =
        part(
            "the restore consumers of Kafka Streams",
            "restore.consumer.",
            whole(client, () -> config.getRestoreConsumerConfigs("checked")));
    var _ =
        part(
            "the global consumer of Kafka Streams",
            "global.consumer.",
            whole(client, () -> config.getGlobalConsumerConfigs("checked")));
    producer(
        new Client(
            "the producers of Kafka Streams",
            ProducerConfig.configDef(),
            withSerializers(whole(client, () -> config.getProducerConfigs("checked"))),
            key -> names.of(STREAMS, List.of("producer." + key, key))));
    admin(
        new Client(
            "the admin client of Kafka Streams",
            AdminClientConfig.configDef(),
            whole(client, () -> config.getAdminConfigs("checked")),
            key -> names.of(STREAMS, List.of("admin." + key, key))));
  }

  private record Part(Client client, ConsumerConfig config) {}

  private Part part(String title, String prefix, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    Client client =
        new Client(
            title,
            ConsumerConfig.configDef(),
            all,
            key -> names.of(STREAMS, List.of(prefix + key, "consumer." + key, key)));
    return new Part(client, consumer(client));
  }

  private Client client(
      String title, ConfigDef definition, Map<String, ?> settings, String ofBoot) {
    return new Client(title, definition, settings, key -> names.of(ofBoot, List.of(key)));
  }

  private static ConsumerConfig consumer(Client client) {
    values(client);
    ConsumerConfig config = whole(client, () -> new ConsumerConfig(objects(client.settings)));
    notLess(
        client,
        ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        config.getInt(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG),
        1L + config.getInt(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG),
        "more than " + config.getInt(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG),
        "the broker may hold a fetch for fetch.max.wait.ms",
        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG);
    return config;
  }

  private static void producer(Client client) {
    values(client);
    if (client.has(ProducerConfig.TRANSACTIONAL_ID_CONFIG) && client.title.equals("the producer")) {
      throw new InvalidSettingException(
          client.written.apply(ProducerConfig.TRANSACTIONAL_ID_CONFIG),
          "is set, but this producer writes without transactions: remove it");
    }
    ProducerConfig config = whole(client, () -> new ProducerConfig(objects(client.settings)));
    long linger = config.getLong(ProducerConfig.LINGER_MS_CONFIG);
    int request = config.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);
    if (client.has(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG)) {
      notLess(
          client,
          ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
          config.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG),
          linger + request,
          "at least " + (linger + request),
          "linger.ms and request.timeout.ms together are that long",
          ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);
    }
    int record = config.getInt(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
    notLess(
        client,
        ProducerConfig.BUFFER_MEMORY_CONFIG,
        config.getLong(ProducerConfig.BUFFER_MEMORY_CONFIG),
        record,
        "at least " + record,
        "a record of max.request.size must fit into the buffer",
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
  }

  private static void admin(Client client) {
    values(client);
    AdminClientConfig config = whole(client, () -> new AdminClientConfig(objects(client.settings)));
    if (client.has(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG)) {
      int request = config.getInt(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG);
      notLess(
          client,
          AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
          config.getInt(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG),
          request,
          "at least " + request,
          "a call may need a request of request.timeout.ms",
          AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG);
    }
  }

  private static boolean isClassic(ConsumerConfig config) {
    return GroupProtocol.CLASSIC
        .name()
        .equalsIgnoreCase(config.getString(ConsumerConfig.GROUP_PROTOCOL_CONFIG));
  }

  /** Names what the other group protocol alone has; Kafka's own message says no more than that. */
  private static void protocol(Client client) {
    Object set = client.settings.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
    String protocol =
        (set == null ? ConsumerConfig.DEFAULT_GROUP_PROTOCOL : set.toString())
            .toLowerCase(Locale.ROOT);
    Map<String, String> refused =
        protocol.equals("consumer")
            ? Map.of(
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                "the broker decides with group.consumer.session.timeout.ms",
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                "the broker decides with group.consumer.heartbeat.interval.ms",
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                "the broker assigns the partitions")
            : Map.of(
                ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG,
                "the members assign the partitions themselves");
    refused.forEach((key, reason) -> {
      if (client.has(key)) {
        throw new InvalidSettingException(
            client.written.apply(key),
            "is set, but the group protocol %s has no such setting, because %s: remove it, or set %s to %s"
                .formatted(
                    protocol,
                    reason,
                    client.written.apply(ConsumerConfig.GROUP_PROTOCOL_CONFIG),
                    protocol.equals("consumer") ? "classic" : "consumer"));
      }
    });
  }

  /**
   * A group whose offsets are lost or have expired must read again what it may not have handled.
   * With any other setting it would skip records without a word, or could not begin at all.
   */
  private static void earliest(Client client, ConsumerConfig config) {
    String reset = config.getString(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG);
    if (!reset.equals("earliest")) {
      throw new InvalidSettingException(
          client.written.apply(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG),
          "is %s for %s, but a group without offsets must begin with the oldest record, so that no event is skipped: remove it or set it to earliest"
              .formatted(quoted(reset), client.title));
    }
  }

  private static void heartbeat(Client client, ConsumerConfig config) {
    int heartbeat = config.getInt(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);
    notLess(
        client,
        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
        config.getInt(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        1L + heartbeat,
        "more than " + heartbeat,
        "a member must send a heartbeat within its session, better three",
        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);
  }

  private static void notLess(
      Client client,
      String key,
      long value,
      long least,
      String wanted,
      String reason,
      String other) {
    if (value < least) {
      throw new InvalidSettingException(
          client.written.apply(key),
          "is %d for %s, it must be %s, because %s: change it or %s"
              .formatted(value, client.title, wanted, reason, client.written.apply(other)));
    }
  }

  private static void values(Client client) {
    // In the order of their names, so that the same settings always get the same complaint.
    new TreeMap<String, Object>(client.settings)
        .forEach((key, value) -> {
          ConfigKey known = client.definition.configKeys().get(key);
          if (known != null && value != null) {
            value(client, known, value);
          }
        });
    servers(client);
    files(client);
    login(client);
  }

  private static void servers(Client client) {
    ConfigKey known = client.definition.configKeys().get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG);
    Object value = client.settings.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG);
    if (known != null
        && ConfigDef.parseType(known.name, value, known.type) instanceof List<?> all) {
      for (Object server : all) {
        if (Utils.getHost(server.toString()) == null || Utils.getPort(server.toString()) == null) {
          throw new InvalidSettingException(
              client.written.apply(known.name),
              "names %s, which is not host:port".formatted(quoted(server)));
        }
      }
    }
  }

  private static void value(Client client, ConfigKey known, Object value) {
    Class<?> plugIn = PLUG_INS.get(known.name);
    if (known.name.equals(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG)) {
      plugIn =
          client.definition.configKeys().containsKey(ProducerConfig.ACKS_CONFIG)
              ? ProducerInterceptor.class
              : ConsumerInterceptor.class;
    }
    if (plugIn != null || known.type == ConfigDef.Type.CLASS) {
      classes(client, known, value, plugIn == null ? Object.class : plugIn);
    }
    try {
      Object parsed = ConfigDef.parseType(known.name, value, known.type);
      if (known.validator != null) {
        known.validator.ensureValid(known.name, parsed);
      }
    } catch (ConfigException e) {
      throw new InvalidSettingException(
          client.written.apply(known.name),
          "is %s, which Kafka refuses for %s (%s): correct or remove it"
              .formatted(
                  known.type == ConfigDef.Type.PASSWORD ? "not shown" : quoted(value),
                  client.title,
                  known.type == ConfigDef.Type.PASSWORD ? "not shown" : reason(e, known.name)));
    }
  }

  private static void classes(Client client, ConfigKey known, Object value, Class<?> plugIn) {
    Stream<?> all =
        value instanceof Collection<?> list
            ? list.stream()
            : value instanceof String text && known.type == ConfigDef.Type.LIST
                ? Pattern.compile(",").splitAsStream(text)
                : Stream.of(value);
    all.forEach(each -> {
      Class<?> found;
      if (each instanceof Class<?> type) {
        found = type;
      } else {
        String name = each.toString().strip();
        if (name.isEmpty()) {
          return;
        }
        try {
          found = Class.forName(name, false, Utils.getContextOrKafkaClassLoader());
        } catch (ClassNotFoundException | LinkageError _) {
          throw new InvalidSettingException(
              client.written.apply(known.name),
              "names the class %s, which cannot be loaded: correct the name, or put its jar on the class path"
                  .formatted(clean(name)));
        }
      }
      if (!plugIn.isAssignableFrom(found)) {
        throw new InvalidSettingException(
            client.written.apply(known.name),
            "names the class %s, which does not implement %s: correct or remove it"
                .formatted(found.getName(), plugIn.getName()));
      }
    });
  }

  private static void files(Client client) {
    if (!security(client).endsWith("SSL")) {
      return;
    }
    for (String key :
        List.of(
            SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG)) {
      if (client.has(key) && !isReadable(String.valueOf(client.settings.get(key)))) {
        throw new InvalidSettingException(
            client.written.apply(key),
            "names %s, which is not a file that this process can read: correct the path or the file's permissions"
                .formatted(clean(String.valueOf(client.settings.get(key)))));
      }
    }
  }

  private static boolean isReadable(String path) {
    try {
      return Files.isRegularFile(Path.of(path)) && Files.isReadable(Path.of(path));
    } catch (InvalidPathException _) {
      return false;
    }
  }

  /** The login itself may have to ask a server, which may be away, so it is left to the client. */
  private static void login(Client client) {
    Object jaas = client.settings.get(SaslConfigs.SASL_JAAS_CONFIG);
    if (jaas == null || !security(client).startsWith("SASL_")) {
      return;
    }
    String module;
    try {
      module =
          JaasContext.loadClientContext(
                  Map.of(
                      SaslConfigs.SASL_JAAS_CONFIG,
                      jaas instanceof Password password ? password : new Password(jaas.toString())))
              .configurationEntries()
              .getFirst()
              .getLoginModuleName();
    } catch (IllegalArgumentException _) {
      // Its message may quote a password.
      throw new InvalidSettingException(
          client.written.apply(SaslConfigs.SASL_JAAS_CONFIG),
          "is not a login that Kafka can read: write <class of the login module> required"
              + " <option>=\"<value>\" ...; with the semicolon");
    }
    try {
      var _ = Class.forName(module, false, Utils.getContextOrKafkaClassLoader());
    } catch (ClassNotFoundException | LinkageError _) {
      throw new InvalidSettingException(
          client.written.apply(SaslConfigs.SASL_JAAS_CONFIG),
          "names the login module %s, whose class cannot be loaded: correct the name, or put its jar on the class path"
              .formatted(clean(module)));
    }
  }

  private static String security(Client client) {
    return String.valueOf(client.settings.get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG))
        .toUpperCase(Locale.ROOT);
  }

  /** What Kafka finds in a combination, with the settings that its message mentions. */
  private static <T> T whole(Client client, Supplier<T> parts) {
    try {
      return parts.get();
    } catch (KafkaException | IllegalArgumentException e) {
      String message = clean(String.valueOf(e.getMessage()));
      String mentioned =
          Pattern.compile("[^a-z.]+")
              .splitAsStream(message)
              .map(word -> word.replaceAll("\\.$", ""))
              .filter(client.settings::containsKey)
              .distinct()
              .map(client.written)
              .collect(Collectors.joining(", "));
      throw new InvalidSettingException(
          "Kafka refuses the settings of %s%s: %s"
              .formatted(
                  client.title,
                  mentioned.isEmpty() ? "" : ", correct " + mentioned,
                  message.endsWith(".") ? message : message + "."));
    }
  }

  private static Map<String, Object> objects(Map<String, ?> settings) {
    return new HashMap<>(settings);
  }

  private static Map<String, Object> withSerializers(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return all;
  }

  /** Kafka's reason without the value and the name, which the sentence has already. */
  private static String reason(ConfigException e, String key) {
    String message = clean(String.valueOf(e.getMessage()));
    int name = message.indexOf(" for configuration " + key);
    int colon = name < 0 ? -1 : message.indexOf(": ", name);
    return colon < 0 ? message : message.substring(colon + 2);
  }

  private static String quoted(Object value) {
    return '"' + clean(value.toString()) + '"';
  }

  /** Text from outside, fit for one line of a log. */
  private static String clean(String text) {
    String line = CONTROL_CHARACTERS.matcher(text).replaceAll(" ").strip();
    return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…";
  }
}
