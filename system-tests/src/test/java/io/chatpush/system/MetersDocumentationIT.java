package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.system.MarkdownTable.Row;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The README's table of meters says what the running services export, no more and no less. */
@SystemTest
final class MetersDocumentationIT {

  private static final String OURS = "(?:push|chatpush|kafka_consumergroup)_";
  private static final Pattern TYPE = Pattern.compile("# TYPE (" + OURS + "\\w+?)(?:_total)? ");
  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^(" + OURS + "\\w+?)(?:_total|_bucket|_count|_sum)?\\{(.*)} ");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");

  /** Prometheus' own: bounds of buckets. */
  private static final Set<String> NOT_TAGS = Set.of("le", "quantile");

  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final RunningStack stack;

  MetersDocumentationIT(RunningStack stack) {
    this.stack = stack;
  }

  /** {@code | `push.x.y` | type | tag, tag | meaning |}; type as Micrometer calls it. */
  @Test
  void listsTheMetersThatTheServicesExport() throws Exception {
    Map<String, Set<String>> documented = new TreeMap<>();
    for (Row row : MarkdownTable.rows(Project.file("README.md"), "(push|chatpush|kafka)\\..*")) {
      if (row.cells().size() == 3) {
        documented.put(prometheusName(row), row.words(1));
      }
    }
    // A group has a lag once it has done something.
    new Apps(stack).register(Phone.aPhone());
    Awaitility.await("meters with their tags in the README")
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(documented).isEqualTo(exported()));
  }

  private Map<String, Set<String>> exported() {
    Map<String, Set<String>> exported = new TreeMap<>();
    for (String service : List.of(stack.tokenServiceUrl(), stack.dispatchServiceUrl())) {
      read(Http.get(service + "/actuator/prometheus"), exported);
    }
    return exported;
  }

  /** As exported, but without the {@code _total} of counters. */
  private static String prometheusName(Row row) {
    Meter.Type type = Meter.Type.valueOf(row.cell(0).toUpperCase(Locale.ROOT));
    return new PrometheusNamingConvention()
        .name(row.name(), type, type == Meter.Type.TIMER ? "seconds" : null);
  }

  /** Adds the families of an export, by their names, with their tags. */
  private static void read(String export, Map<String, Set<String>> families) {
    Set<String> names = new TreeSet<>();
    TYPE.matcher(export).results().forEach(match -> names.add(match.group(1)));
    // The greatest value of a timer is a family of its own.
    names.removeIf(name -> name.endsWith("_max") && names.contains(name.replaceFirst("_max$", "")));
    names.forEach(name -> families.putIfAbsent(name, new TreeSet<>()));
    SAMPLE
        .matcher(export)
        .results()
        .filter(sample -> families.containsKey(sample.group(1)))
        .forEach(sample ->
            LABEL
                .matcher(sample.group(2))
                .results()
                .map(label -> label.group(1))
                .filter(label -> !NOT_TAGS.contains(label))
                .forEach(families.getOrDefault(sample.group(1), new TreeSet<>())::add));
  }
}
