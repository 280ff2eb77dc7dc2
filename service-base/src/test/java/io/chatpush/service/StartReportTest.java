package io.chatpush.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StartReportTest {

  @Test
  void putsEachFactOnALineOfItsOwn() {
    StartReport report =
        new StartReport(
            "a service is ready",
            List.of(
                StartFacts.of("Kafka", "somewhere"),
                () -> List.of(new StartFact("apps", "one"), new StartFact("in flight", "2"))));
    assertThat(report.text())
        .isEqualTo(
            """
            a service is ready
              Kafka      somewhere
              apps       one
              in flight  2\
            """);
  }

  @Test
  void goesOnWithoutAFactThatIsNotToBeHadAndQuotesNothingOfIt() {
    StartReport report =
        new StartReport(
            "ready",
            List.of(
                () -> {
                  throw new IllegalStateException("a password");
                },
                StartFacts.of("apps", "one\nINFO a line of somebody else's")));
    assertThat(report.text())
        .isEqualTo(
            """
            ready
              not known  IllegalStateException
              apps       one INFO a line of somebody else's\
            """);
  }
}
