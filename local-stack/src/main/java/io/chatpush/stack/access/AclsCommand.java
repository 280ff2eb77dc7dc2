package io.chatpush.stack.access;

import io.chatpush.cli.terminal.CommandException;
import io.chatpush.schemas.access.GroupNames;
import io.chatpush.schemas.access.Login;
import io.chatpush.schemas.access.RightsFormat;
import io.chatpush.schemas.access.Role;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./chatpush acls}. */
@Command(
    name = "acls",
    description = {
      "Prints the rights in Kafka that each role needs, and no others: as Strimzi KafkaUser objects,"
          + " as kafka-acls.sh commands, or as a table. It asks no broker.",
      ""
    },
    footerHeading = "%nRoles:%n",
    footer = {
      "token-service, fan-out, delivery, operations, provisioning and chat-system. A process with"
          + " several roles has one login with the rights of all:"
          + " --login chatpush-fan-out=fan-out,operations",
      "docs/operate.md, Kafka logins and rights, says more."
    })
public final class AclsCommand implements Callable<Integer> {

  /** What is printed. */
  enum Format {
    /** A KafkaUser of the Strimzi operator for each login. */
    strimzi,
    /** A shell script. */
    kafka_acls,
    /** A table in Markdown. */
    table;

    @Override
    public String toString() {
      return name().replace('_', '-');
    }
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "strimzi, kafka-acls or table (default: ${DEFAULT-VALUE}).")
  private String format = "table";

  @Option(
      names = "--login",
      paramLabel = "NAME=ROLE[,ROLE...]",
      description =
          "A login and its roles; may be repeated (default: one for each role, named chatpush-ROLE).")
  private List<String> logins = List.of();

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      defaultValue = "chatpush",
      description = "Of strimzi: the name of the Kafka resource (default: ${DEFAULT-VALUE}).")
  private String cluster = "chatpush";

  @Option(
      names = "--fan-out-group",
      paramLabel = "NAME",
      defaultValue = GroupNames.FAN_OUT,
      description = "chatpush.fan-out.application-id (default: ${DEFAULT-VALUE}).")
  private String fanOut = GroupNames.FAN_OUT;

  @Option(
      names = "--delivery-group",
      paramLabel = "NAME",
      defaultValue = GroupNames.DELIVERY,
      description = "chatpush.delivery.group-id (default: ${DEFAULT-VALUE}).")
  private String delivery = GroupNames.DELIVERY;

  @Option(
      names = "--token-group",
      paramLabel = "NAME",
      defaultValue = GroupNames.OWNERSHIP,
      description =
          "spring.kafka.streams.application-id of token-service (default: ${DEFAULT-VALUE}).")
  private String ownership = GroupNames.OWNERSHIP;

  @Override
  public Integer call() {
    List<Login> chosen =
        logins.isEmpty() ? Login.forEachRole() : logins.stream().map(AclsCommand::login).toList();
    GroupNames groups = new GroupNames(fanOut, delivery, ownership);
    Format chosenFormat =
        Stream.of(Format.values())
            .filter(each -> each.toString().equals(format))
            .findFirst()
            .orElseThrow(
                () -> new CommandException("--format must be strimzi, kafka-acls or table."));
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (chosenFormat) {
          case strimzi -> RightsFormat.strimzi(chosen, groups, cluster);
          case kafka_acls -> RightsFormat.commands(chosen, groups);
          case table -> RightsFormat.table(chosen, groups);
        });
    out.flush();
    return 0;
  }

  private static Login login(String option) {
    int equals = option.indexOf('=');
    if (equals < 1) {
      throw new CommandException("--login must be NAME=ROLE[,ROLE...], it is " + option + ".");
    }
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String label : List.of(option.substring(equals + 1).split(",", -1))) {
      roles.add(
          Stream.of(Role.values())
              .filter(role -> role.label().equals(label))
              .findFirst()
              .orElseThrow(() ->
                  new CommandException(
                      "There is no role "
                          + label
                          + ": there are "
                          + Stream.of(Role.values())
                              .map(Role::label)
                              .collect(Collectors.joining(", "))
                          + ".")));
    }
    return new Login(option.substring(0, equals), roles);
  }
}
