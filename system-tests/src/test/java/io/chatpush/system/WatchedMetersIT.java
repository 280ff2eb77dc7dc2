package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What rules and dashboards read is there: no query is left behind by a meter that was renamed. */
@SystemTest
final class WatchedMetersIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Set<String> BUILT_IN = Set.of("up");
  private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*)[{ ]");

  private final RunningStack stack;

  WatchedMetersIT(RunningStack stack) {
    this.stack = stack;
  }

  @Test
  void rulesAndDashboardsReadWhatTheServicesExport() throws Exception {
    // Groups have a lag once they have done something.
    Phone phone = Phone.aPhone();
    new Apps(stack).register(phone);
    try (ChatSystem chat = new ChatSystem(stack)) {
      var _ = chat.publish(chat.aMessageTo(phone.user()));
    }
    List<JsonNode> rules = Watching.rules();
    Set<String> recorded =
        rules.stream().map(rule -> rule.path("record").asString()).collect(Collectors.toSet());
    Set<String> read = new TreeSet<>();
    Stream.concat(
            rules.stream().map(rule -> rule.path("expr").asString()),
            Watching.queries().stream().map(query -> query.forRange("5m")))
        .forEach(expression -> read.addAll(Watching.names(expression)));
    read.removeAll(recorded);
    read.removeAll(BUILT_IN);
    assertThat(read).hasSizeGreaterThan(20);
    Awaitility.await("everything that is read")
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(exported()).containsAll(read));
  }

  private Set<String> exported() {
    return Stream.of(stack.tokenServiceUrl(), stack.dispatchServiceUrl())
        .flatMap(service -> SAMPLE.matcher(Http.get(service + "/actuator/prometheus")).results())
        .map(sample -> sample.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
