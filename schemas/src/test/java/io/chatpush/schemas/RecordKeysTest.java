package io.chatpush.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class RecordKeysTest {

  /** Ids as people make them, and as only a test makes them: short, so that they often collide. */
  @Provide
  Arbitrary<String> ids() {
    Arbitrary<Integer> codePoints =
        Arbitraries.oneOf(
            Arbitraries.of(
                List.of("|", "%", "a", "/", "~", "2", "5").stream()
                    .map(s -> s.codePointAt(0))
                    .toList()),
            Arbitraries.integers().between(0, 0xd7ff),
            Arbitraries.integers().between(0xe000, 0x10ffff));
    return codePoints
        .list()
        .ofMaxSize(4)
        .map(points -> points.stream().map(Character::toString).reduce("", String::concat));
  }

  @Property
  void encodingCanBeUndone(@ForAll("ids") String id) {
    String encoded = RecordKeys.encode(id);
    assertThat(URLDecoder.decode(encoded, StandardCharsets.UTF_8)).isEqualTo(id);
    assertThat(encoded).matches("([A-Za-z0-9._~-]|%[0-9A-F]{2})*");
  }

  @Property
  void differentPartsMakeDifferentKeys(
      @ForAll("ids") String app,
      @ForAll("ids") String user,
      @ForAll("ids") String otherApp,
      @ForAll("ids") String otherUser) {
    Assume.that(!(app.equals(otherApp) && user.equals(otherUser)));
    assertThat(RecordKeys.user(app, user)).isNotEqualTo(RecordKeys.user(otherApp, otherUser));
    assertThat(RecordKeys.device(app, user)).isNotEqualTo(RecordKeys.device(otherApp, otherUser));
  }

  @Property
  void nobodysDevicesStandUnderThePrefixOfAnother(
      @ForAll("ids") String app,
      @ForAll("ids") String user,
      @ForAll("ids") String otherUser,
      @ForAll("ids") String device) {
    Assume.that(!user.equals(otherUser));
    String key = RecordKeys.userDevice(app, user, device);
    assertThat(key).startsWith(RecordKeys.userDevicesPrefix(app, user));
    assertThat(key).doesNotStartWith(RecordKeys.userDevicesPrefix(app, otherUser));
  }

  @Property
  void userPartitionIsWhereKafkaPutsTheUsersKey(
      @ForAll("ids") String app,
      @ForAll("ids") String user,
      @ForAll @IntRange(min = 1, max = 1_000) int partitions) {
    byte[] key = RecordKeys.user(app, user).getBytes(StandardCharsets.UTF_8);
    assertThat(RecordKeys.userPartition(app, user, partitions))
        .isEqualTo(BuiltInPartitioner.partitionForKey(key, partitions));
  }

  @Test
  void unpairedSurrogatesAreQuestionMarksWhereverTheyStand() {
    assertThat(List.of("\ud83d", "\ude00", "a\ud83d", "\ude00a", "\ude00\ud83d"))
        .map(RecordKeys::encode)
        .containsExactly("%3F", "%3F", "a%3F", "%3Fa", "%3F%3F");
  }

  @Test
  void keysOfKnownPartsStayWhatTheyAre() {
    assertThat(RecordKeys.userDevice("app-1", "a|b", "\u00e4 %"))
        .isEqualTo("app-1|a%7Cb|%C3%A4%20%25");
    assertThat(RecordKeys.channelMember("app-1", "#c", "")).isEqualTo("app-1|%23c|");
    assertThat(RecordKeys.user("app-1", "\ud83d\ude00")).isEqualTo("app-1|%F0%9F%98%80");
    assertThat(RecordKeys.userPartition("app-1", "user-1", 256)).isEqualTo(3);
  }
}
