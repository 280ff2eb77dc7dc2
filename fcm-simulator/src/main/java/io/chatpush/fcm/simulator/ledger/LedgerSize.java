package io.chatpush.fcm.simulator.ledger;

/**
 * How much the ledger keeps. The defaults take about 250 MB when full, with messages of 700 bytes.
 *
 * @param pushes latest pushes kept with their content, each its JSON and about 200 bytes
 * @param pushesPerAddress of those, how many one address can show
 * @param addresses addresses with counters of their own, each about 300 bytes
 * @param tags tags by which duplicates are found, each 32 bytes or more; half of them for certain
 */
public record LedgerSize(int pushes, int pushesPerAddress, int addresses, int tags) {

  public static final LedgerSize DEFAULT = new LedgerSize(100_000, 1_000, 200_000, 2_000_000);

  public LedgerSize {
    if (pushes < 1 || pushesPerAddress < 1 || addresses < 1 || tags < 2) {
      throw new IllegalArgumentException("a ledger keeps at least one of everything");
    }
  }
}
