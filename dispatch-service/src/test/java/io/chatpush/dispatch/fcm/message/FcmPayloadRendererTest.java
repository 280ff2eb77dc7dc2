package io.chatpush.dispatch.fcm.message;

import static io.chatpush.dispatch.fcm.message.FcmFixtures.aContent;
import static io.chatpush.dispatch.fcm.message.FcmFixtures.aToken;
import static io.chatpush.dispatch.fcm.message.FcmFixtures.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.dispatch.delivery.PushAttempt;
import io.chatpush.dispatch.push.PayloadRenderer;
import io.chatpush.dispatch.push.PushContent;
import io.chatpush.dispatch.push.PushOptions;
import io.chatpush.events.MessagePriority;
import io.chatpush.events.Platform;
import io.chatpush.events.RenderedContent;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FcmPayloadRendererTest {

  private static final String ID = FcmFixtures.PUSH_ID.toString();

  private final FcmPayloadRenderer renderer = new FcmPayloadRenderer();
  private final FcmRequestEncoder encoder = new FcmRequestEncoder(false);

  @Test
  void saysItInAndroidsWords() {
    assertThat(tree(request(aContent(), Platform.ANDROID)))
        .isEqualTo(
            tree(
                """
                {"message":{"token":"fixture:token-1",
                 "notification":{"title":"A title","body":"A text"},
                 "data":{"message_id":"message-1","channel_id":"channel-1","push_id":"%1$s"},
                 "android":{"priority":"high","ttl":"3540s","notification":{"tag":"%1$s"}}}}\
                """
                    .formatted(ID)));
  }

  @Test
  void saysItInApplesWords() {
    assertThat(tree(request(aContent(), Platform.IOS)))
        .isEqualTo(
            tree(
                """
                {"message":{"token":"fixture:token-1",
                 "notification":{"title":"A title","body":"A text"},
                 "data":{"message_id":"message-1","channel_id":"channel-1","push_id":"%1$s"},
                 "apns":{
                  "headers":{"apns-collapse-id":"%1$s","apns-expiration":"1767272340","apns-priority":"10"},
                  "payload":{"aps":{"thread-id":"channel-1","mutable-content":1,"sound":"default"}}}}}\
                """
                    .formatted(ID)));
  }

  @Test
  void saysItInTheWebsWords() {
    assertThat(tree(request(aContent(), Platform.WEB)))
        .isEqualTo(
            tree(
                """
                {"message":{"token":"fixture:token-1",
                 "notification":{"title":"A title","body":"A text"},
                 "data":{"message_id":"message-1","channel_id":"channel-1","push_id":"%1$s"},
                 "webpush":{"headers":{"TTL":"3540","Urgency":"high"},"notification":{"tag":"%1$s"}}}}\
                """
                    .formatted(ID)));
  }

  @Test
  void doesNotWakeADeviceForANormalPush() {
    PushContent normal =
        new PushContent(
            "A title",
            "A text",
            "",
            Map.of(),
            PushOptions.of(MessagePriority.NORMAL, "c"),
            FcmFixtures.NOW);
    assertThat(tree(request(normal, Platform.ANDROID)).at("/message/android/priority").asString())
        .isEqualTo("normal");
    assertThat(tree(request(normal, Platform.IOS)).at("/message/apns/headers/apns-priority"))
        .isEqualTo(tree("\"5\""));
    assertThat(tree(request(normal, Platform.IOS)).at("/message/apns/payload/aps").has("sound"))
        .isFalse();
    assertThat(tree(request(normal, Platform.WEB)).at("/message/webpush/headers/Urgency"))
        .isEqualTo(tree("\"normal\""));
  }

  @Test
  void refusesAPlatformThatIsNotKnown() {
    assertThatThrownBy(() -> renderer.render(aContent(), Platform.UNKNOWN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void takesAPriorityThatIsNotKnownForHigh() {
    Map<String, String> data = Map.of();
    PushContent high =
        new PushContent(
            "t", "b", "", data, PushOptions.of(MessagePriority.HIGH, "c"), FcmFixtures.NOW);
    PushContent unknown =
        new PushContent(
            "t", "b", "", data, PushOptions.of(MessagePriority.UNKNOWN, "c"), FcmFixtures.NOW);
    for (Platform platform : PayloadRenderer.PLATFORMS) {
      assertThat(renderer.render(unknown, platform)).isEqualTo(renderer.render(high, platform));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
  void givesTheSameBytesForTheSameContent(Platform platform) {
    Map<String, String> data = Map.of("AaAa", "1", "BBBB", "2", "AaBB", "3", "BBAa", "4");
    PushContent content =
        new PushContent(
            "t", "b", "", data, PushOptions.of(MessagePriority.HIGH, "c"), FcmFixtures.NOW);
    assertThat(new FcmPayloadRenderer().render(content, platform))
        .isEqualTo(renderer.render(content, platform));
  }

  @Property(tries = 500)
  void carriesAnyTextUnharmed(
      @ForAll("texts") String title,
      @ForAll("texts") String body,
      @ForAll("texts") String key,
      @ForAll("texts") String value,
      @ForAll("platforms") Platform platform) {
    Map<String, String> data = Map.of(key, value);
    PushContent content =
        new PushContent(
            title, body, "", data, PushOptions.of(MessagePriority.HIGH, value), FcmFixtures.NOW);

    RenderedContent payload = renderer.render(content, platform);
    var message = tree(request(content, platform)).get("message");

    assertThat(payload.getPushIdOffsets()).hasSize(2);
    assertThat(payload.getTtlOffset() >= 0).isEqualTo(platform != Platform.IOS);
    assertThat(message.at("/notification/title").asString()).isEqualTo(title);
    assertThat(message.at("/notification/body").asString()).isEqualTo(body);
    assertThat(message.get("data").get("push_id").asString()).isEqualTo(ID);
    if (!key.equals("push_id")) {
      assertThat(message.get("data").get(key).asString()).isEqualTo(value);
    }
    assertThat(message.get("token").asString()).isEqualTo("fixture:token-1");
    assertThat(message.has("fid")).isFalse();
    switch (platform) {
      case ANDROID -> {
        assertThat(message.at("/android/ttl").asString()).isEqualTo("3540s");
        assertThat(message.at("/android/notification/tag").asString()).isEqualTo(ID);
      }
      case IOS -> {
        assertThat(message.at("/apns/headers/apns-collapse-id").asString()).isEqualTo(ID);
        assertThat(message.at("/apns/payload/aps").path("thread-id").asString()).isEqualTo(value);
      }
      case WEB -> {
        assertThat(message.at("/webpush/headers/TTL").asString()).isEqualTo("3540");
        assertThat(message.at("/webpush/notification/tag").asString()).isEqualTo(ID);
      }
      case UNKNOWN -> throw new AssertionError("no such platform");
    }
  }

  @Provide
  Arbitrary<Platform> platforms() {
    return Arbitraries.of(PayloadRenderer.PLATFORMS);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings()
            .ofMaxLength(60)
            .filter(text -> text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF)),
        Arbitraries.of(
            "",
            "\"",
            "\\",
            "\\\"",
            "\u0000\u001f\n\t\u2028",
            "👩‍👩‍👧 🇩🇪 é ن",
            "00000000-0000-0000-0000-000000000000",
            "\"fid\":\"00000000-0000-0000-0000-000000000000\",",
            "\",\"push_id\":\"",
            "push_id",
            "\"ttl\":\"4503599627370496s\"",
            "\"TTL\":\"\"",
            ID));
  }

  private byte[] request(PushContent content, Platform platform) {
    return encoder.encode(
        new PushAttempt(
            "app",
            aToken(),
            FcmFixtures.PUSH_ID,
            renderer.render(content, platform),
            FcmFixtures.TTL));
  }
}
