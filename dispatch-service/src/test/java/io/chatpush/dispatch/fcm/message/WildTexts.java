package io.chatpush.dispatch.fcm.message;

import java.util.random.RandomGenerator;

/**
 * Texts of all scripts, and of what makes texts difficult to cut: sequences that are shown as one
 * character, and halves of surrogate pairs.
 */
final class WildTexts {

  private static final int LONGEST = 8_000;

  /** Units of which most are one extended grapheme cluster each. */
  private static final String[] UNITS = {
    "a",
    "Z",
    "7",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\"",
    "\\",
    "/",
    "\u0000",
    "\u001f",
    "\u007f",
    "\u0085",
    "\u2028",
    "\u2029",
    "ä",
    "e\u0301\u0323",
    "Ω",
    "Ж",
    "漢",
    "か\u3099",
    "ﾊﾞ",
    "👍",
    "👍🏽",
    "👩‍👩‍👧‍👦",
    "👩🏽‍❤️‍💋‍👨🏿",
    "🏳️‍🌈",
    "🇩🇪",
    "🇩",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "1️⃣",
    "#️⃣",
    "❤️",
    "각",
    "\u1100\u1161\u11a8",
    "\u1100\u1100\u1161",
    "가\u11a8",
    "नि",
    "क्षि",
    "क्‍ष",
    "ক্ষ",
    "ക്ഷ",
    "กำ",
    "ສຳ",
    "မြန်",
    "م\u064e\u0651",
    "\u0600١٢",
    "\u06dd",
    "\u202bשָׁלוֹם\u202c",
    "\u200f",
    "\u0d4eക",
    "\ud804\udcbd1",
    "\u200d",
    "\u200b",
    "\ufe0f",
    "\u20e3",
    "\ufeff",
    "\ufffd",
    "\ud800",
    "\udc00",
    "\udfff\ud83d"
  };

  private final RandomGenerator random;

  WildTexts(RandomGenerator random) {
    this.random = random;
  }

  String next() {
    int length =
        switch (random.nextInt(4)) {
          case 0 -> random.nextInt(20);
          case 1 -> random.nextInt(600);
          case 2 -> random.nextInt(LONGEST);
          default -> 1_000 + random.nextInt(3_000);
        };
    StringBuilder text = new StringBuilder(length + 20);
    int mode = random.nextInt(6);
    String repeated = unit();
    while (text.length() < length) {
      switch (mode) {
        case 0 -> text.append(repeated);
        case 1 -> text.append(unit());
        case 2 -> text.append("plain words ").append(unit());
        case 3 -> text.appendCodePoint(codePoint());
        case 4 -> append(text, "e", "\u0301", random.nextInt(1, 400));
        default -> append(text, unit(), unit(), random.nextInt(1, 20));
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String first, String next, int times) {
    text.append(first).append(next.repeat(times));
  }

  private String unit() {
    return random.nextInt(8) == 0
        ? Character.toString(codePoint())
        : UNITS[random.nextInt(UNITS.length)];
  }

  /**
   * Returns any code point; half of them of the basic plane, halves of surrogate pairs included.
   */
  private int codePoint() {
    int limit = random.nextBoolean() ? 0x10000 : random.nextBoolean() ? 0x20000 : 0x110000;
    return random.nextInt(limit);
  }
}
