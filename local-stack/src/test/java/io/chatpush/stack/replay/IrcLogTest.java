package io.chatpush.stack.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.stack.replay.ChatLog.Message;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class IrcLogTest {

  @Test
  void everyLineOfANickIsAMessage() {
    ChatLog log = IrcLog.parse("den", "[12:18] <|wolf|> hello\n[12:19] <b`[x]^> <hi> there\n");

    assertThat(log.messages()).extracting(Message::sender).containsExactly("|wolf|", "b`[x]^");
    assertThat(log.messages()).extracting(Message::text).containsExactly("hello", "<hi> there");
  }

  @Test
  void joinsMakeMembersAndActionsDoNot() {
    ChatLog log =
        IrcLog.parse(
            "den",
            """
            === silent[] [~s@192.0.2.7]  has joined #den
            === wolf scrolls up
            === silent[] is now known as loud
            === mode/#den [+b *!*@192.0.2.9]  by wolf
            [12:18] <wolf> anybody?
            [12:18]  * fox nods
            === wolf [~w@192.0.2.8]  has left #den ["gone"]
            """);

    assertThat(log.channels().getFirst().members()).containsExactly("silent[]", "wolf");
    assertThat(log.messages()).hasSize(1);
  }

  @Test
  void recipientsAreAllMembersButTheSender() {
    ChatLog log = IrcLog.parse("den", "[12:18] <a> 1\n[12:18] <b> 2\n[12:18] <c> 3\n");

    assertThat(log.messages().get(1).recipients()).containsExactly("a", "c");
  }

  @Test
  void aMemberAddressedAtTheBeginningIsMentioned() {
    ChatLog log =
        IrcLog.parse(
            "den",
            """
            [12:18] <|wolf|> Fox: look
            [12:18] <fox> |wolf|, where?
            [12:18] <fox> there: no member of that name
            [12:18] <fox> fox: to myself
            [12:18] <fox> it is a |wolf|: later in the text
            """);

    assertThat(log.messages())
        .extracting(Message::mentions)
        .containsExactly(List.of("fox"), List.of("|wolf|"), List.of(), List.of(), List.of());
  }

  @Test
  void anEmptyMessageAndOneOfControlCharactersAreMessages() {
    ChatLog log = IrcLog.parse("den", "[12:18] <a> \r\n[12:18] <a>\n[12:18] <b> x\b\u000by\r\n");

    assertThat(log.messages()).extracting(Message::text).containsExactly("", "", "x\b\u000by");
  }

  @Test
  void timeGoesOnPastMidnightAndStandsStillWhenTheClockIsSetBack() {
    assertThat(IrcLog.times(List.of(1438, 1439, 1, 0, 2)))
        .containsExactly(
            Duration.ZERO,
            Duration.ofMinutes(1),
            Duration.ofMinutes(3),
            Duration.ofSeconds(210),
            Duration.ofMinutes(5));
  }

  @Property
  void timesNeverGoBack(@ForAll List<@IntRange(max = 1439) Integer> minutes) {
    assertThat(IrcLog.times(minutes)).isSorted().hasSameSizeAs(minutes);
  }
}
