package io.chatpush.fcm.simulator.behaviour;

/**
 * Chance that can be repeated: the same seed, address and attempt draw the same number, whatever
 * else happens at the same time. Immutable.
 */
public final class Chance {

  private final long seed;

  public Chance(long seed) {
    this.seed = seed;
  }

  /** A number from 0 (included) to 1 (excluded). */
  public double draw(String address, long attempt, int purpose) {
    long bits = mix(mix(mix(seed) ^ address.hashCode()) ^ (attempt * 31 + purpose));
    return (bits >>> 11) * 0x1.0p-53;
  }

  /** The finalizer of SplitMix64. */
  private static long mix(long z) {
    z += 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
