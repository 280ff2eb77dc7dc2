package io.chatpush.schemas.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/** The texts that give logins their rights, or show them. */
public final class RightsFormat {

  private static final String GENERATED = "# Made by ./chatpush acls --format %s; do not edit.\n";

  private RightsFormat() {}

  /**
   * Returns a Strimzi {@code KafkaUser} for each login, with a password that Strimzi makes. Its
   * cluster must have {@code authorization.type: simple}.
   *
   * @param cluster name of the {@code Kafka} resource
   */
  public static String strimzi(List<Login> logins, GroupNames groups, String cluster) {
    return logins.stream()
        .map(login -> kafkaUser(login, groups, cluster))
        .collect(Collectors.joining("---\n", GENERATED.formatted("strimzi"), ""));
  }

  private static String kafkaUser(Login login, GroupNames groups, String cluster) {
    StringBuilder yaml = new StringBuilder();
    yaml.append(
        """
        # %s
        apiVersion: kafka.strimzi.io/v1
        kind: KafkaUser
        metadata:
          name: %s
          labels:
            strimzi.io/cluster: %s
        spec:
          authentication:
            type: scram-sha-512
          authorization:
            type: simple
            acls:
        """
            .formatted(
                login.inOrder().stream().map(Role::label).collect(Collectors.joining(", ")),
                login.name(),
                cluster));
    for (KafkaRight right : login.rights(groups)) {
      yaml.append(
          """
                - resource:
                    type: %s
                    name: %s
                    patternType: %s
                  operations: [%s]
          """
              .formatted(
                  strimziType(right.resource().resourceType()),
                  right.resource().name(),
                  right.resource().patternType() == PatternType.PREFIXED ? "prefix" : "literal",
                  right.words()));
    }
    return yaml.toString();
  }

  private static String strimziType(ResourceType type) {
    return type == ResourceType.TRANSACTIONAL_ID
        ? "transactionalId"
        : type.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns a script of {@code kafka-acls.sh} commands. It expects the variables {@code
   * BOOTSTRAP_SERVERS} and {@code COMMAND_CONFIG}, the file with the login of an administrator.
   */
  public static String commands(List<Login> logins, GroupNames groups) {
    List<String> lines = new ArrayList<>();
    for (Login login : logins) {
      lines.add("");
      lines.add(
          "# "
              + login.name()
              + ": "
              + login.inOrder().stream().map(Role::label).collect(Collectors.joining(", ")));
      for (KafkaRight right : login.rights(groups)) {
        lines.add(command(login, right));
      }
    }
    return Stream.concat(
            Stream.of(
                "#!/bin/sh",
                GENERATED.formatted("kafka-acls").strip(),
                "# Creating a rule again changes nothing. It needs the rights of an administrator.",
                "set -eu",
                "acls() {",
                "  kafka-acls.sh --bootstrap-server \"$BOOTSTRAP_SERVERS\""
                    + " --command-config \"$COMMAND_CONFIG\" --add \"$@\"",
                "}"),
            lines.stream())
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String command(Login login, KafkaRight right) {
    String option =
        switch (right.resource().resourceType()) {
          case TOPIC -> "--topic";
          case GROUP -> "--group";
          case TRANSACTIONAL_ID -> "--transactional-id";
          case ANY, UNKNOWN, CLUSTER, DELEGATION_TOKEN, USER ->
              throw new IllegalArgumentException("no role needs rights on " + right.resource());
        };
    String pattern =
        right.resource().patternType() == PatternType.PREFIXED
            ? " --resource-pattern-type prefixed"
            : "";
    return "acls --allow-principal %s%s%s %s %s"
        .formatted(
            login.principal(),
            right.operations().stream()
                .map(KafkaRight::word)
                .map(word -> " --operation " + word)
                .collect(Collectors.joining()),
            pattern,
            option,
            right.resource().name());
  }

  /** Returns a table in Markdown: a row for each resource, a column for each login. */
  public static String table(List<Login> logins, GroupNames groups) {
    List<List<String>> rows = new ArrayList<>();
    List<List<KafkaRight>> rights = logins.stream().map(login -> login.rights(groups)).toList();
    KafkaRights.of(List.of(Role.values()), groups)
        .forEach(any -> {
          List<String> cells =
              rights.stream()
                  .map(ofLogin ->
                      ofLogin.stream()
                          .filter(right -> right.resource().equals(any.resource()))
                          .map(RightsFormat::letters)
                          .findFirst()
                          .orElse(""))
                  .toList();
          if (cells.stream().anyMatch(cell -> !cell.isEmpty())) {
            List<String> row = new ArrayList<>();
            row.add(resource(any));
            row.addAll(cells);
            rows.add(row);
          }
        });
    List<String> head = new ArrayList<>();
    head.add("resource");
    logins.forEach(login ->
        head.add(login.inOrder().stream().map(Role::label).collect(Collectors.joining(", "))));
    return Stream.concat(
            Stream.of(row(head), "|---".repeat(head.size()) + "|"),
            rows.stream().map(RightsFormat::row))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String row(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.isEmpty() ? " " : " " + cell + " ")
        .collect(Collectors.joining("|", "|", "|"));
  }

  private static String resource(KafkaRight right) {
    String name = right.resource().name();
    return switch (right.resource().resourceType()) {
      case TOPIC -> "topic `" + name + star(right) + "`";
      case GROUP -> "group `" + name + star(right) + "`";
      case TRANSACTIONAL_ID -> "transactional id `" + name + star(right) + "`";
      case ANY, UNKNOWN, CLUSTER, DELEGATION_TOKEN, USER ->
          throw new IllegalArgumentException("no role needs rights on " + right.resource());
    };
  }

  private static String star(KafkaRight right) {
    return right.resource().patternType() == PatternType.PREFIXED ? "*" : "";
  }

  private static String letters(KafkaRight right) {
    return right.operations().stream().map(RightsFormat::letters).collect(Collectors.joining(" "));
  }

  /** One or two letters, so that the table is not wider than a page. */
  private static String letters(AclOperation operation) {
    String word = KafkaRight.word(operation);
    String letters = word.replaceAll("[a-z]", "");
    return switch (operation) {
      case DELETE -> "Del";
      case DESCRIBE -> "D";
      default -> letters;
    };
  }
}
