package io.chatpush.schemas.access;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A login of Kafka and the roles that the processes with it have.
 *
 * @param name without {@code User:}
 * @param roles at least one
 */
public record Login(String name, Set<Role> roles) {

  /** How the names of logins begin, unless operators choose others. */
  public static final String PREFIX = "chatpush-";

  public Login {
    if (name.isBlank() || roles.isEmpty()) {
      throw new IllegalArgumentException("a login has a name and at least one role");
    }
    roles = Set.copyOf(new TreeSet<>(roles));
  }

  /** Returns the login of a role that is alone in its process. */
  public static Login of(Role role) {
    return new Login(PREFIX + role.label(), Set.of(role));
  }

  /** Returns a login for each role. */
  public static List<Login> forEachRole() {
    return Stream.of(Role.values()).map(Login::of).toList();
  }

  /**
   * Returns the logins of deploy/kubernetes: pods of fan-out answer operators, too, and each other
   * login has one role.
   */
  public static List<Login> ofManifests() {
    return Stream.of(Role.values())
        .filter(role -> role != Role.OPERATIONS)
        .map(role ->
            role == Role.FAN_OUT
                ? new Login(PREFIX + role.label(), Set.of(Role.FAN_OUT, Role.OPERATIONS))
                : of(role))
        .toList();
  }

  /** Returns what Kafka calls it: {@code User:chatpush-delivery}. */
  public String principal() {
    return "User:" + name;
  }

  /** Returns the rights that it needs. */
  public List<KafkaRight> rights(GroupNames groups) {
    return KafkaRights.of(inOrder(), groups);
  }

  /** Returns the roles in the order of {@link Role}. */
  public Collection<Role> inOrder() {
    return new TreeSet<>(roles);
  }
}
