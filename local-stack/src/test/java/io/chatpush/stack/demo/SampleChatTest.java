package io.chatpush.stack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.ChatEventType;
import io.chatpush.stack.replay.ChatLog.Message;
import io.chatpush.stack.replay.Device;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleChatTest {

  private final SampleChat sample = SampleChat.load();

  @Test
  void hasWhatADemonstrationShouldShow() {
    List<Message> messages = sample.log().messages();

    assertThat(sample.log().users()).anyMatch(user -> user.contains("|"));
    assertThat(messages).anyMatch(message -> !message.mentions().isEmpty());
    assertThat(messages).anyMatch(message -> message.media() != null && message.text() == null);
    assertThat(messages).anyMatch(message -> length(message) > 500);
    assertThat(messages).filteredOn(message -> "map".equals(message.id())).hasSize(2);
    assertThat(messages)
        .extracting(Message::type)
        .contains(ChatEventType.REACTION, ChatEventType.INVITED_TO_CHANNEL);
  }

  @Test
  void atLeastTwoLanguagesGetThePhotos() {
    assertThat(sample.log().messages())
        .filteredOn(message -> message.type() == ChatEventType.NEW_MEDIA_MESSAGE)
        .singleElement()
        .satisfies(photos -> {
          assertThat(photos.mediaCount()).isEqualTo(3);
          assertThat(sample.devices())
              .filteredOn(device ->
                  photos.channel().members().contains(device.user())
                      && !device.user().equals(photos.sender()))
              .extracting(Device::locale)
              .contains("de-CH", "en");
        });
  }

  @Test
  void everyDeviceBelongsToSomebodyInTheChatAndSomebodyHasNone() {
    List<String> owners = sample.devices().stream().map(Device::user).distinct().toList();

    assertThat(sample.log().users()).containsAll(owners).hasSizeGreaterThan(owners.size());
    assertThat(sample.devices().stream().map(Device::platform).distinct()).hasSize(3);
  }

  private static int length(Message message) {
    String text = message.text();
    return text == null ? 0 : text.length();
  }
}
