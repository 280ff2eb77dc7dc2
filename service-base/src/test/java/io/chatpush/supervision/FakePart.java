package io.chatpush.supervision;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A part that does as it is told. */
final class FakePart implements Supervised {

  private final String name;
  private Condition condition = Condition.WORKING;
  private @Nullable String cause;
  private boolean refusesToHeal;
  private boolean healsAtOnce;
  private int heals;

  FakePart(String name) {
    this.name = name;
  }

  FakePart is(Condition now) {
    condition = now;
    return this;
  }

  FakePart isBlockedBy(@Nullable String now) {
    cause = now;
    return this;
  }

  FakePart healsAtOnce() {
    healsAtOnce = true;
    return this;
  }

  FakePart refusesToHeal() {
    refusesToHeal = true;
    return this;
  }

  int heals() {
    return heals;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Condition condition() {
    return condition;
  }

  @Override
  public Optional<String> outsideCause() {
    return Optional.ofNullable(cause);
  }

  @Override
  public void heal() {
    heals++;
    if (refusesToHeal) {
      throw new IllegalStateException("it cannot be restarted");
    }
    if (healsAtOnce) {
      condition = Condition.WORKING;
    }
  }
}
