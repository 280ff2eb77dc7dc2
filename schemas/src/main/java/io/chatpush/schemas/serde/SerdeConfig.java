package io.chatpush.schemas.serde;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Type.BOOLEAN;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.PASSWORD;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.chatpush.schemas.serde.RegistrySettings.Endpoint;
import io.chatpush.schemas.serde.RegistrySettings.Tls;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * The serde's settings under the names that Confluent's serializers use, so that either can stand
 * in for the other. What this serde cannot do is refused by name rather than ignored; properties it
 * has never heard of are ignored, because a Kafka client hands over all of its own.
 */
final class SerdeConfig extends AbstractConfig {

  static final String URL = "schema.registry.url";
  static final String AUTO_REGISTER = "auto.register.schemas";
  static final String USE_LATEST = "use.latest.version";
  static final String SPECIFIC_READER = "specific.avro.reader";
  static final String SUBJECT_STRATEGY = "value.subject.name.strategy";
  static final String BASIC_SOURCE = "basic.auth.credentials.source";
  static final String BASIC_USER_INFO = "basic.auth.user.info";
  static final String BEARER_SOURCE = "bearer.auth.credentials.source";
  static final String BEARER_TOKEN = "bearer.auth.token";
  static final String CONNECT_TIMEOUT = "http.connect.timeout.ms";
  static final String READ_TIMEOUT = "http.read.timeout.ms";
  static final String MAX_RETRIES = "max.retries";
  static final String RETRY_WAIT = "retries.wait.ms";
  static final String RETRY_MAX_WAIT = "retries.max.wait.ms";
  static final String LOOKUP_WAIT = "lookup.wait.ms";
  static final String MISSING_GRACE = "missing.id.grace.ms";
  static final String MISSING_TTL = "missing.id.cache.ttl.sec";
  static final String MISSING_SIZE = "missing.cache.size";
  static final String SSL = "schema.registry.ssl.";

  private static final ConfigDef DEFINITION =
      new ConfigDef()
          .define(URL, LIST, HIGH, "Nodes of one registry, tried in this order.")
          .define(
              AUTO_REGISTER,
              BOOLEAN,
              false,
              MEDIUM,
              "Register a schema that the subject does not have. Off, unlike Confluent's: in"
                  + " production a deployment changes the contract, not the first record.")
          .define(USE_LATEST, BOOLEAN, false, LOW, "Only false.")
          .define(SPECIFIC_READER, BOOLEAN, true, LOW, "Only true: generated classes.")
          .define(SUBJECT_STRATEGY, STRING, "TopicNameStrategy", LOW, "Only this one.")
          .define(BASIC_SOURCE, STRING, "URL", MEDIUM, "URL or USER_INFO.")
          .define(BASIC_USER_INFO, PASSWORD, null, MEDIUM, "user:password for USER_INFO.")
          .define(BEARER_SOURCE, STRING, null, MEDIUM, "STATIC_TOKEN, or absent.")
          .define(BEARER_TOKEN, PASSWORD, null, MEDIUM, "The token for STATIC_TOKEN.")
          .define(CONNECT_TIMEOUT, INT, 2_000, atLeast(1), LOW, "To reach one node.")
          .define(READ_TIMEOUT, INT, 5_000, atLeast(1), LOW, "One answer of one node.")
          .define(MAX_RETRIES, INT, 2, atLeast(0), LOW, "Rounds over all nodes after the first.")
          .define(RETRY_WAIT, INT, 100, atLeast(0), LOW, "Before the first of these; doubles.")
          .define(RETRY_MAX_WAIT, INT, 2_000, atLeast(0), LOW, "The longest such wait.")
          .define(LOOKUP_WAIT, INT, 30_000, atLeast(0), LOW, "A record's wait for a new id.")
          .define(MISSING_GRACE, INT, 5_000, atLeast(0), LOW, "Until an unknown is believed.")
          .define(MISSING_TTL, INT, 5, atLeast(0), LOW, "How long an unknown is believed.")
          .define(MISSING_SIZE, INT, 1_000, atLeast(1), LOW, "How many are remembered.")
          .define(SSL + "truststore.location", STRING, null, MEDIUM, "Whom to trust.")
          .define(SSL + "truststore.password", PASSWORD, null, MEDIUM, "Of that file.")
          .define(SSL + "truststore.type", STRING, "PKCS12", LOW, "PKCS12, JKS or PEM.")
          .define(SSL + "keystore.location", STRING, null, MEDIUM, "Who we are.")
          .define(SSL + "keystore.password", PASSWORD, null, MEDIUM, "Of that file.")
          .define(SSL + "keystore.type", STRING, "PKCS12", LOW, "PKCS12 or JKS.")
          .define(SSL + "key.password", PASSWORD, null, MEDIUM, "Of the key in it.")
          .define(SSL + "endpoint.identification.algorithm", STRING, "https", LOW, "Only https.");

  /**
   * @throws ConfigException naming the property that is missing, wrong or not supported
   */
  SerdeConfig(Map<String, ?> properties) {
    super(DEFINITION, properties, false);
    only(USE_LATEST, "false", "a record is written with the schema of its own class");
    only(SPECIFIC_READER, "true", "records are read into the generated classes");
    only(SSL + "endpoint.identification.algorithm", "https", "host names are always checked");
    String strategy = getString(SUBJECT_STRATEGY);
    if (!strategy.substring(strategy.lastIndexOf('.') + 1).equals("TopicNameStrategy")) {
      throw new ConfigException(SUBJECT_STRATEGY, strategy, "only TopicNameStrategy is supported");
    }
  }

  boolean autoRegister() {
    return getBoolean(AUTO_REGISTER);
  }

  RegistrySettings registry() {
    List<Endpoint> endpoints = getList(URL).stream().map(this::endpoint).toList();
    if (endpoints.isEmpty()) {
      throw new ConfigException(URL, "", "at least one URL is needed");
    }
    return new RegistrySettings(
        endpoints,
        new Tls(store("truststore."), store("keystore."), getPassword(SSL + "key.password")),
        millis(CONNECT_TIMEOUT),
        millis(READ_TIMEOUT),
        getInt(MAX_RETRIES),
        millis(RETRY_WAIT),
        millis(RETRY_MAX_WAIT),
        millis(LOOKUP_WAIT),
        millis(MISSING_GRACE),
        Duration.ofSeconds(getInt(MISSING_TTL)),
        getInt(MISSING_SIZE));
  }

  private void only(String property, String supported, String why) {
    String value = String.valueOf(get(property));
    if (!value.equalsIgnoreCase(supported)) {
      throw new ConfigException(property, value, "only " + supported + " is supported: " + why);
    }
  }

  private Duration millis(String property) {
    return Duration.ofMillis(getInt(property));
  }

  private Tls.@Nullable Store store(String kind) {
    String location = getString(SSL + kind + "location");
    if (location == null) {
      return null;
    }
    String type = getString(SSL + kind + "type").toUpperCase(Locale.ROOT);
    boolean pemTrust = type.equals("PEM") && kind.startsWith("trust");
    if (!type.equals("PKCS12") && !type.equals("JKS") && !pemTrust) {
      throw new ConfigException(SSL + kind + "type", type, "not a supported type of key store");
    }
    return new Tls.Store(location, type, getPassword(SSL + kind + "password"));
  }

  private Endpoint endpoint(String url) {
    // Whatever is wrong with a URL, it is not quoted: it may hold a password.
    URI uri;
    try {
      uri = URI.create(url.strip().replaceFirst("/+$", ""));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(URL + ": one of the values is not a URL");
    }
    String scheme = uri.getScheme();
    if (uri.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new ConfigException(
          URL + ": one of the values is not an http or https URL with a host");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new ConfigException(URL + ": one of the values has a query or a fragment");
    }
    String authority = uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    URI base = URI.create(scheme + "://" + authority + uri.getRawPath());
    return new Endpoint(base, authorization(uri.getUserInfo()));
  }

  private @Nullable Password authorization(@Nullable String userInfoOfUrl) {
    String bearer = getString(BEARER_SOURCE);
    Password userInfo = getPassword(BASIC_USER_INFO);
    if (bearer != null) {
      if (!bearer.equals("STATIC_TOKEN")) {
        throw new ConfigException(BEARER_SOURCE, bearer, "only STATIC_TOKEN is supported");
      }
      return new Password("Bearer " + required(BEARER_TOKEN, BEARER_SOURCE, bearer));
    }
    if (getPassword(BEARER_TOKEN) != null) {
      throw new ConfigException(BEARER_TOKEN + " needs " + BEARER_SOURCE + "=STATIC_TOKEN");
    }
    return switch (getString(BASIC_SOURCE)) {
      case "USER_INFO" -> basic(required(BASIC_USER_INFO, BASIC_SOURCE, "USER_INFO"));
      case "URL" -> {
        if (userInfo != null) {
          throw new ConfigException(BASIC_USER_INFO + " needs " + BASIC_SOURCE + "=USER_INFO");
        }
        yield userInfoOfUrl == null ? null : basic(userInfoOfUrl);
      }
      default ->
          throw new ConfigException(
              BASIC_SOURCE, getString(BASIC_SOURCE), "only URL and USER_INFO are supported");
    };
  }

  private String required(String property, String because, String value) {
    Password secret = getPassword(property);
    if (secret == null || secret.value().isBlank()) {
      throw new ConfigException(property + " is needed where " + because + "=" + value);
    }
    return secret.value();
  }

  private static Password basic(String userInfo) {
    byte[] utf8 = userInfo.getBytes(StandardCharsets.UTF_8);
    return new Password("Basic " + Base64.getEncoder().encodeToString(utf8));
  }
}
