package io.chatpush.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClientTablesTest {

  @Test
  void comparesTheMediansOfAlternatingRuns() {
    List<ClientRun> runs =
        List.of(
            run(Subject.GATEWAY, 20, false),
            run(Subject.JETTY, 60, false),
            run(Subject.GATEWAY, 40, false),
            run(Subject.JETTY, 50, false),
            run(Subject.GATEWAY, 25, false),
            run(Subject.JETTY, 90, false),
            run(Subject.JETTY, 500, true));

    List<List<String>> rows = ClientTables.costs(runs);

    assertThat(rows).hasSize(3);
    assertThat(rows.get(1)).startsWith(Subject.GATEWAY.title(), "100 ms", "3");
    assertThat(rows.get(1)).contains("25 µs", "1.0 ×");
    assertThat(rows.get(2)).contains("60 µs", "2.4 ×");
    assertThat(ClientTables.goAways(runs)).hasSize(2);
  }

  @Test
  void findsSendsThatAClientReportsWrongly() {
    assertThat(seen(new Fates(90, 10, 0, 0), 90).misreported()).as("as it was").isZero();
    assertThat(seen(new Fates(90, 0, 10, 0), 95).misreported())
        .as("five of ten that may have been taken were")
        .isZero();
    assertThat(seen(new Fates(90, 10, 0, 0), 93).misreported())
        .as("three that were surely not taken were taken")
        .isEqualTo(3);
    assertThat(seen(new Fates(90, 10, 0, 0), 88).misreported())
        .as("two that were accepted did not arrive")
        .isEqualTo(2);
  }

  private static ClientRun run(Subject subject, double cpuMicros, boolean goAways) {
    return new ClientRun(
        new Measurement(
            subject,
            "",
            100,
            null,
            15_000,
            0,
            new Latency(100, 110, 120),
            List.of(new Cost("sender", cpuMicros, 1, 0), new Cost("simulator", 20, 1, 0)),
            0.5,
            20),
        3_000,
        goAways,
        new Fates(1, 0, 0, 0),
        new ClientRun.Seen(1, 0, 16, 0, 0));
  }

  private static ClientRun seen(Fates fates, long received) {
    ClientRun run = run(Subject.JETTY, 1, true);
    return new ClientRun(
        run.measurement(), run.allocated(), true, fates, new ClientRun.Seen(received, 0, 16, 0, 0));
  }
}
