package io.chatpush.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.supervision.Condition.Ended;
import io.chatpush.supervision.Condition.Stuck;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class SupervisorTest {

  private static final Duration GRACE = Duration.ofSeconds(20);
  private static final Duration GIVE_UP = Duration.ofSeconds(60);
  private static final Stuck STUCK = new Stuck("is not a member of its group");
  private static final Ended ENDED = new Ended("has ended");

  private final MockClock clock = new MockClock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
  private final FakePart part = new FakePart("a-part");
  private final FakePart other = new FakePart("another-part");
  private final Supervisor supervisor =
      new Supervisor(
          List.of(part, other),
          Runnable::run,
          new SupervisionMeters(registry),
          new SupervisionProperties(GRACE, GIVE_UP));

  @Test
  void isUpWhileAllPartsWork() {
    after(Duration.ofHours(1));
    assertThat(health().getStatus()).isEqualTo(Status.UP);
    assertThat(reason()).isEqualTo("all background parts are working");
    assertThat(part.heals()).isZero();
  }

  @Test
  void leavesAPartThatIsStuckForTheLengthOfARebalance() {
    part.is(STUCK);
    after(GRACE.minusSeconds(1));
    part.is(Condition.WORKING);
    after(Duration.ofSeconds(5));
    part.is(STUCK);
    after(GRACE.minusSeconds(1));
    assertThat(part.heals()).isZero();
    assertThat(reason()).isEqualTo("all background parts are working");
  }

  @Test
  void restartsAPartThatStaysStuckAndNamesIt() {
    part.is(STUCK);
    after(GRACE.plusSeconds(1));
    assertThat(part.heals()).isEqualTo(1);
    assertThat(health().getStatus()).isEqualTo(Status.UP);
    assertThat(reason()).isEqualTo("a-part is being restarted: it is not a member of its group");
    assertThat(state("a-part", "healing")).isEqualTo(1);
    assertThat(state("another-part", "working")).isEqualTo(1);
  }

  @Test
  void restartsAPartThatHasEndedAtOnce() {
    look();
    part.is(ENDED).healsAtOnce();
    after(Duration.ofSeconds(2));
    assertThat(part.heals()).isEqualTo(1);
    assertThat(reason()).isEqualTo("all background parts are working");
    assertThat(changes("healing")).isEqualTo(1);
    assertThat(changes("working")).as("at the start, and again").isEqualTo(2);
  }

  @Test
  void doesNotCallAPartWorkingThatHasOnlyJustStartedAgain() {
    look();
    part.is(ENDED);
    after(Duration.ofSeconds(2));
    part.is(Condition.STARTING);
    int heals = part.heals();
    after(GRACE.multipliedBy(2));
    assertThat(reason()).isEqualTo("a-part is being restarted: it has ended");
    assertThat(part.heals()).as("it is given the time to start").isEqualTo(heals);
    part.is(Condition.WORKING);
    look();
    assertThat(reason()).isEqualTo("all background parts are working");
  }

  @Test
  void failsLivenessIfAPartStartsAgainAndAgainButNeverWorks() {
    look();
    for (int seconds = 0; seconds < GIVE_UP.toSeconds() + 10; seconds += 10) {
      part.is(ENDED);
      after(Duration.ofSeconds(2));
      part.is(Condition.STARTING);
      after(Duration.ofSeconds(8));
    }
    part.is(ENDED);
    look();
    assertThat(health().getStatus()).isEqualTo(Status.DOWN);
  }

  @Test
  void restartsAPartThatIsStuckOrStartingButNeverWorks() {
    look();
    part.is(STUCK);
    after(GRACE.dividedBy(2));
    part.is(Condition.STARTING);
    after(GRACE.dividedBy(2));
    assertThat(part.heals()).isZero();
    part.is(STUCK);
    after(Duration.ofSeconds(2));
    assertThat(part.heals()).isEqualTo(1);
  }

  @Test
  void leavesAPartThatStartsForTheFirstTimeOrRejoins() {
    part.is(Condition.STARTING);
    after(Duration.ofHours(1));
    assertThat(reason()).isEqualTo("all background parts are working");
    part.is(Condition.WORKING);
    look();
    part.is(Condition.STARTING);
    after(Duration.ofHours(1));
    assertThat(part.heals()).isZero();
  }

  @Test
  void failsLivenessWhereRestartsDoNotHelp() {
    part.is(ENDED).refusesToHeal();
    after(GIVE_UP.plusSeconds(2));
    assertThat(health().getStatus()).isEqualTo(Status.DOWN);
    assertThat(reason())
        .isEqualTo("a-part does not work, restarting it did not help: it has ended");
    assertThat(part.heals()).as("restarts, each soon after the last one failed").isGreaterThan(3);
  }

  @Test
  void isUpAgainWhenAFailedPartWorksAgain() {
    part.is(ENDED);
    after(GIVE_UP.plusSeconds(2));
    part.is(Condition.WORKING);
    after(Duration.ofSeconds(1));
    assertThat(health().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void failsLivenessWhereAPartEndsOverAndOver() {
    part.healsAtOnce();
    for (int i = 0; i < 7; i++) {
      part.is(ENDED);
      after(GRACE.plusSeconds(5));
    }
    part.is(ENDED);
    look();
    assertThat(health().getStatus()).isEqualTo(Status.DOWN);
  }

  @Test
  void forgetsRestartsAfterAPartHasWorkedForLong() {
    part.healsAtOnce();
    for (int i = 0; i < 20; i++) {
      part.is(ENDED);
      after(Duration.ofMinutes(3));
    }
    part.is(ENDED);
    look();
    assertThat(health().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void staysUpAndNamesAnOutsideCause() {
    part.is(STUCK).isBlockedBy("Kafka does not answer");
    after(Duration.ofHours(1));
    assertThat(health().getStatus()).isEqualTo(Status.UP);
    assertThat(reason())
        .isEqualTo("a-part is blocked: Kafka does not answer; it is not a member of its group");
    assertThat(part.heals()).as("it recovers by itself").isZero();
    assertThat(state("a-part", "blocked")).isEqualTo(1);
    assertThat(changes("blocked")).isEqualTo(1);
  }

  @Test
  void restartsAnEndedPartEvenIfTheCauseIsOutside() {
    part.is(ENDED).isBlockedBy("Kafka refuses access to the group g");
    after(Duration.ofMinutes(1));
    int tries = part.heals();
    assertThat(tries).as("every 15 s").isEqualTo(5);
    part.isBlockedBy(null).healsAtOnce();
    after(Duration.ofSeconds(16));
    assertThat(reason()).isEqualTo("all background parts are working");
  }

  @Test
  void doesNotCountTheTimeOfAnOutsideCause() {
    part.is(STUCK).isBlockedBy("Kafka does not answer");
    after(Duration.ofHours(1));
    part.isBlockedBy(null);
    after(Duration.ofSeconds(45));
    assertThat(health().getStatus()).as("it is being restarted first").isEqualTo(Status.UP);
    assertThat(part.heals()).isPositive();
    after(GIVE_UP);
    assertThat(health().getStatus()).isEqualTo(Status.DOWN);
  }

  @Test
  void leavesAPartThatTheServiceHasStopped() {
    part.is(Condition.NOT_RUNNING);
    after(Duration.ofHours(1));
    assertThat(part.heals()).isZero();
    assertThat(reason()).isEqualTo("all background parts are working");
    assertThat(state("a-part", "not_running")).isEqualTo(1);
  }

  @Test
  void looksAtTheOthersWhereOnePartThrows() {
    Supervised broken =
        new Supervised() {
          @Override
          public String name() {
            return "throwing";
          }

          @Override
          public Condition condition() {
            throw new IllegalStateException("whatever it says");
          }

          @Override
          public void heal() {}
        };
    Supervisor both =
        new Supervisor(
            List.of(broken, part),
            Runnable::run,
            new SupervisionMeters(new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock)),
            new SupervisionProperties(GRACE, GIVE_UP));
    part.is(ENDED);
    both.look();
    clock.add(GRACE.plusSeconds(1));
    both.look();
    assertThat(new SupervisionHealthIndicator(both).health().getDetails().get("reason"))
        .asString()
        .contains("a-part is being restarted", "throwing is being restarted: it cannot report")
        .doesNotContain("whatever it says");
  }

  @Test
  void refusesTwoPartsOfOneName() {
    assertThatThrownBy(() ->
            new Supervisor(
                List.of(new FakePart("same"), new FakePart("same")),
                Runnable::run,
                new SupervisionMeters(registry),
                new SupervisionProperties(GRACE, GIVE_UP)))
        .hasMessageContaining("same");
  }

  private void after(Duration time) {
    for (long second = 0; second < time.toSeconds(); second++) {
      look();
      clock.add(Duration.ofSeconds(1));
    }
    look();
  }

  private void look() {
    supervisor.look();
  }

  private Health health() {
    return new SupervisionHealthIndicator(supervisor).health();
  }

  private String reason() {
    return String.valueOf(health().getDetails().get("reason"));
  }

  private double state(String name, String state) {
    return registry
        .get("chatpush.supervision.state")
        .tag("part", name)
        .tag("state", state)
        .gauge()
        .value();
  }

  private double changes(String state) {
    return registry
        .get("chatpush.supervision.changes")
        .tag("part", "a-part")
        .tag("state", state)
        .counter()
        .count();
  }
}
