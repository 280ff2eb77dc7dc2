package io.chatpush.testing.broker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The logins of a broker that allows only what its access control lists say (SASL/PLAIN, without
 * TLS, on loopback). {@link #ADMINISTRATOR} may do everything.
 *
 * @param passwords by the name of the login; the administrator's must be there. They may have
 *     letters, digits, hyphens and underscores
 */
public record BrokerLogins(Map<String, String> passwords) {

  /** The login of the stack itself. */
  public static final String ADMINISTRATOR = "stack";

  private static final String MODULE =
      "org.apache.kafka.common.security.plain.PlainLoginModule required";

  public BrokerLogins {
    passwords = Map.copyOf(passwords);
    if (!passwords.containsKey(ADMINISTRATOR)) {
      throw new IllegalArgumentException("there is no password of " + ADMINISTRATOR);
    }
    if (!passwords.values().stream().allMatch(each -> each.matches("[A-Za-z0-9_-]+"))) {
      throw new IllegalArgumentException("a password has a character that is not allowed");
    }
  }

  /** Reads a file that {@link #write} has written. */
  public static BrokerLogins read(Path file) throws IOException {
    Properties properties = new Properties();
    try (InputStream input = Files.newInputStream(file)) {
      properties.load(input);
    }
    return new BrokerLogins(
        properties.stringPropertyNames().stream()
            .collect(Collectors.toMap(name -> name, properties::getProperty)));
  }

  /** Writes the passwords to a new file that only its owner may read. */
  public void write(Path file) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        file,
        new TreeMap<>(passwords)
            .entrySet().stream()
                .map(login -> login.getKey() + "=" + login.getValue() + "\n")
                .collect(Collectors.joining()));
  }

  /** Returns the broker's settings, by the names of Kafka's {@code server.properties}. */
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("listener.security.protocol.map", "CLIENTS:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("sasl.enabled.mechanisms", "PLAIN");
    settings.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
    settings.put(
        "listener.name.clients.plain.sasl.jaas.config",
        passwords.entrySet().stream()
            .map(login -> " user_%s=\"%s\"".formatted(login.getKey(), login.getValue()))
            .collect(Collectors.joining("", ofClient(ADMINISTRATOR), ";")));
    // The broker is anonymous where it speaks to its controller, on a port that no client is told.
    settings.put("super.users", "User:" + ADMINISTRATOR + ";User:ANONYMOUS");
    settings.put("allow.everyone.if.no.acl.found", "false");
    return settings;
  }

  /** Returns the settings of a client with this login. */
  public Map<String, String> client(String login) {
    return Map.of(
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        "PLAIN",
        "sasl.jaas.config",
        ofClient(login) + ";");
  }

  private String ofClient(String login) {
    String password = passwords.get(login);
    if (password == null) {
      throw new IllegalArgumentException("there is no login " + login);
    }
    return MODULE + " username=\"%s\" password=\"%s\"".formatted(login, password);
  }

  /** Without the passwords. */
  @Override
  public String toString() {
    return "BrokerLogins" + passwords.keySet();
  }
}
