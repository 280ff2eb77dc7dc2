package io.chatpush.lag;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far behind the groups are. The names of the lag are those of kafka-lag-exporter, which
 * dashboards and scalers know: {@code kafka_consumergroup_group_lag} and {@code
 * kafka_consumergroup_group_lag_seconds}.
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><th>name</th><th>type</th><th>tags</th><th>meaning</th></tr>
 *   <tr><td>{@code kafka.consumergroup.group.lag}</td><td>gauge</td><td>group, topic</td><td>records
 *   that the group has not committed</td></tr>
 *   <tr><td>{@code kafka.consumergroup.group.lag.seconds}</td><td>gauge</td><td>group,
 *   topic</td><td>how long the first of them has been waiting, in the partition where that is
 *   longest; the retry topics' wait for their time, and should. Alert on it</td></tr>
 *   <tr><td>{@code kafka.consumergroup.group.members}</td><td>gauge</td><td>group</td><td>consumers
 *   in the group, 0 if there is no such group. Alert on 0</td></tr>
 * </table>
 *
 * With {@code chatpush.lag.per-partition} the first two have the tag partition too. A group that
 * has never committed has no lag, and there are no series once the broker has not answered for
 * three intervals. Every instance exports the same: take the {@code max}.
 */
final class LagMeters {

  private static final double NANOS = 1e9;

  private final MultiGauge records;
  private final MultiGauge seconds;
  private final MultiGauge members;
  private final boolean perPartition;

  LagMeters(MeterRegistry registry, boolean perPartition) {
    records =
        MultiGauge.builder("kafka.consumergroup.group.lag")
            .description("Records that the group has not committed")
            .register(registry);
    // No base unit: the name has it already, as its readers want it.
    seconds =
        MultiGauge.builder("kafka.consumergroup.group.lag.seconds")
            .description("How long the first of them has been waiting")
            .register(registry);
    members =
        MultiGauge.builder("kafka.consumergroup.group.members")
            .description("Consumers in the group")
            .register(registry);
    this.perPartition = perPartition;
  }

  void show(Map<GroupPartition, GroupLag> lags, Map<String, Integer> memberCounts) {
    Map<Tags, Long> sums = new HashMap<>();
    Map<Tags, Duration> oldest = new HashMap<>();
    lags.forEach((where, lag) -> {
      Tags tags = tags(where);
      sums.merge(tags, lag.records(), Long::sum);
      if (lag.age() != null) {
        oldest.merge(tags, lag.age(), (a, b) -> a.compareTo(b) > 0 ? a : b);
      }
    });
    List<Row<?>> recordRows = new ArrayList<>();
    sums.forEach((tags, sum) -> recordRows.add(Row.of(tags, sum)));
    records.register(recordRows, true);
    List<Row<?>> secondRows = new ArrayList<>();
    oldest.forEach((tags, age) -> secondRows.add(Row.of(tags, seconds(age))));
    seconds.register(secondRows, true);
    List<Row<?>> memberRows = new ArrayList<>();
    memberCounts.forEach((group, count) -> memberRows.add(Row.of(Tags.of("group", group), count)));
    members.register(memberRows, true);
  }

  /** Not by {@link Duration#toNanos}, which throws beyond 292 years. */
  private static double seconds(Duration age) {
    return age.toSeconds() + age.toNanosPart() / NANOS;
  }

  /** Nobody knows: better no series than an old one. */
  void clear() {
    records.register(List.of(), true);
    seconds.register(List.of(), true);
    members.register(List.of(), true);
  }

  private Tags tags(GroupPartition where) {
    Tags tags = Tags.of("group", where.group(), "topic", where.partition().topic());
    return perPartition
        ? tags.and("partition", Integer.toString(where.partition().partition()))
        : tags;
  }
}
