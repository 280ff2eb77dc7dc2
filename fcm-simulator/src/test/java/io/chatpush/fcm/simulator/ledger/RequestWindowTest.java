package io.chatpush.fcm.simulator.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestWindowTest {

  private final RequestWindow window = new RequestWindow();

  @Test
  void countsSixtySeconds() {
    window.add(1_000);
    window.add(1_059);
    assertThat(window.now(1_059)).isEqualTo(2);
    assertThat(window.now(1_060)).isEqualTo(1);
    assertThat(window.now(1_119)).isZero();
  }

  @Test
  void addsNoMoreThanTheLimitAndSaysWhenThereIsRoom() {
    assertThat(window.addWithin(3, 1_000)).isZero();
    assertThat(window.addWithin(3, 1_010)).isZero();
    assertThat(window.addWithin(3, 1_010)).isZero();
    assertThat(window.addWithin(3, 1_010)).isEqualTo(50);
    assertThat(window.addWithin(3, 1_059)).isEqualTo(1);
    assertThat(window.addWithin(3, 1_060)).isZero();
    assertThat(window.addWithin(3, 1_060)).isEqualTo(10);
    assertThat(window.now(1_060)).isEqualTo(3);
  }

  @Test
  void remembersTheMostThereWereInAnyMinute() {
    for (int second = 0; second < 100; second++) {
      for (int i = 0; i < (second >= 30 && second < 40 ? 50 : 1); i++) {
        window.add(second);
      }
    }
    assertThat(window.most()).isEqualTo(10 * 50 + 50);
    assertThat(window.now(100_000)).isZero();
    assertThat(window.most()).isEqualTo(550);
  }
}
