package io.chatpush.stack.launch;

import io.chatpush.cli.terminal.CommandException;
import io.chatpush.schemas.access.GroupNames;
import io.chatpush.schemas.access.KafkaRights;
import io.chatpush.schemas.access.Login;
import io.chatpush.schemas.access.Role;
import io.chatpush.testing.broker.BrokerLogins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;

/**
 * How clients reach the broker of a stack: as they are, or with a login for each role where the
 * stack runs with least rights. Which of the two is kept in the directory of the stack, so that
 * every command finds it. Thread-safe.
 */
public final class KafkaLogins {

  /** The login of dispatch-service, which has three roles in one process here. */
  static final Login DISPATCH_SERVICE =
      new Login("chatpush-dispatch-service", Set.of(Role.FAN_OUT, Role.DELIVERY, Role.OPERATIONS));

  private static final int PASSWORD_BYTES = 24;

  private final String bootstrapServers;
  private final Optional<BrokerLogins> logins;

  private KafkaLogins(String bootstrapServers, Optional<BrokerLogins> logins) {
    this.bootstrapServers = bootstrapServers;
    this.logins = logins;
  }

  /** The logins of a stack, whether or not it runs. */
  public static KafkaLogins of(StackDirectory directory, Ports ports) {
    return of(directory, "127.0.0.1:" + ports.kafka());
  }

  /** The same, by where the broker listens. */
  public static KafkaLogins of(StackDirectory directory, String bootstrapServers) {
    Path file = file(directory);
    try {
      return new KafkaLogins(
          bootstrapServers,
          Files.exists(file) ? Optional.of(BrokerLogins.read(file)) : Optional.empty());
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandException(file + " cannot be read: delete it while nothing runs.", e);
    }
  }

  /** Whether the broker of the stack asks for logins. */
  static boolean areUsed(StackDirectory directory) {
    return Files.exists(file(directory));
  }

  /** Decides, while nothing runs, whether the broker asks for logins from its next start on. */
  static void use(StackDirectory directory, boolean leastRights) {
    Path file = file(directory);
    try {
      if (!leastRights) {
        Files.deleteIfExists(file);
      } else if (!Files.exists(file)) {
        Map<String, String> passwords = new HashMap<>();
        passwords.put(BrokerLogins.ADMINISTRATOR, password());
        all().forEach(login -> passwords.put(login.name(), password()));
        new BrokerLogins(passwords).write(file);
      }
    } catch (IOException e) {
      throw new CommandException("Cannot write " + file + ".", e);
    }
  }

  /** The file of the passwords, which the broker reads at its start, if it asks for logins. */
  static Optional<Path> passwords(StackDirectory directory) {
    return Optional.of(file(directory)).filter(Files::exists);
  }

  private static Path file(StackDirectory directory) {
    return directory.keys().resolve("kafka-logins.properties");
  }

  private static String password() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static List<Login> all() {
    List<Login> all = new ArrayList<>(Login.forEachRole());
    all.add(DISPATCH_SERVICE);
    return all;
  }

  /** Settings of a client that may do everything. */
  public Map<String, Object> administrator() {
    return client(BrokerLogins.ADMINISTRATOR);
  }

  /** Settings of a client with the rights of a role. */
  public Map<String, Object> of(Role role) {
    return client(Login.of(role).name());
  }

  /** Settings of a client that publishes chat events. */
  public Map<String, Object> chatSystem() {
    return of(Role.CHAT_SYSTEM);
  }

  /** Settings of a client with this login; without one where the broker asks for none. */
  public Map<String, Object> client(String login) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrapServers);
    logins.ifPresent(there -> settings.putAll(there.client(login)));
    return settings;
  }

  /**
   * Gives every login its rights and takes away all others; where the broker asks for no logins,
   * takes away what an earlier run has left, since it would count for everybody.
   */
  void grant(Admin admin) throws InterruptedException {
    Set<AclBinding> wanted = new HashSet<>();
    Set<String> ours = new HashSet<>();
    for (Login login : all()) {
      ours.add(login.principal());
      if (logins.isPresent()) {
        wanted.addAll(KafkaRights.bindings(login.principal(), login.rights(GroupNames.defaults())));
      }
    }
    try {
      Set<AclBinding> obsolete =
          new HashSet<>(admin.describeAcls(AclBindingFilter.ANY).values().get());
      obsolete.removeIf(acl -> wanted.contains(acl) || !ours.contains(acl.entry().principal()));
      admin.deleteAcls(obsolete.stream().map(AclBinding::toFilter).toList()).all().get();
      admin.createAcls(wanted).all().get();
    } catch (ExecutionException e) {
      throw new CommandException("Kafka does not take the rights: " + e.getCause(), e);
    }
  }
}
