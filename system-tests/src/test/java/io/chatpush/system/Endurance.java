package io.chatpush.system;

/** Whether faults have their true length, as profile {@code endurance} wants, or a scaled one. */
final class Endurance {

  /** Of tests that run in that profile only. */
  static final String TAG = "endurance";

  static final boolean ON = Boolean.getBoolean("chatpush.endurance");

  private Endurance() {}

  /** The true length in the profile, the scaled one elsewhere. */
  static <T> T length(T scaled, T inTruth) {
    return ON ? inTruth : scaled;
  }
}
