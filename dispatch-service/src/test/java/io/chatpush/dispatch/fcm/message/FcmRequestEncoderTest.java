package io.chatpush.dispatch.fcm.message;

import static io.chatpush.dispatch.fcm.message.FcmFixtures.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.dispatch.delivery.PushAttempt;
import io.chatpush.dispatch.push.PushAddress;
import io.chatpush.events.AddressType;
import io.chatpush.events.Platform;
import io.chatpush.events.RenderedContent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FcmRequestEncoderTest {

  private static final String NO_ID = "00000000-0000-0000-0000-000000000000";

  @ParameterizedTest
  @ValueSource(strings = {"dXk:APA91b-fixture_1", "with \"quote\" and \\", "ünï\u2028\n", "👍"})
  void writesAnyAddressAsJson(String value) {
    for (AddressType type : AddressType.values()) {
      byte[] request = encode(false, new PushAddress(type, value), aPayload());
      assertThat(tree(request).get("message").get(member(type)).asString()).isEqualTo(value);
      assertThat(tree(request).get("message").size()).isEqualTo(4);
    }
  }

  @Test
  void putsIdAndTimeToLiveWhereTheyBelong() {
    assertThat(tree(encode(false, FcmFixtures.aToken(), aPayload())))
        .isEqualTo(
            tree(
                "{\"message\":{\"token\":\"fixture:token-1\",\"a\":\"%1$s\",\"ttl\":\"61s\",\"b\":\"%1$s\"}}"
                    .formatted(FcmFixtures.PUSH_ID)));
  }

  @Test
  void asksFcmToValidateOnly() {
    assertThat(tree(encode(true, FcmFixtures.aToken(), aPayload())).get("validate_only"))
        .isEqualTo(tree("true"));
    assertThat(tree(encode(false, FcmFixtures.aToken(), aPayload())).has("validate_only"))
        .isFalse();
  }

  @Test
  void writesTheSameMessageToATopic() {
    byte[] request =
        new FcmRequestEncoder(true)
            .encodeToTopic("news", FcmFixtures.PUSH_ID, aPayload(), Duration.ofSeconds(61));
    assertThat(tree(request))
        .isEqualTo(
            tree(
                "{\"message\":{\"topic\":\"news\",\"a\":\"%1$s\",\"ttl\":\"61s\",\"b\":\"%1$s\"},\"validate_only\":true}"
                    .formatted(FcmFixtures.PUSH_ID)));
  }

  @Test
  void leavesThePayloadAsItWasForTheNextDevice() {
    RenderedContent payload = aPayload();
    encode(false, FcmFixtures.aToken(), payload);
    assertThat(payload).isEqualTo(aPayload());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[1,2]", "no json"})
  void refusesAPayloadThatNobodyRendered(String json) {
    ByteBuffer bytes = ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() ->
            encode(
                false,
                FcmFixtures.aToken(),
                new RenderedContent(
                    Platform.WEB, bytes, List.of(), -1, List.of(), 0, List.of(), 0, "")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String member(AddressType type) {
    return switch (type) {
      case TOKEN, UNKNOWN -> "token";
      case FID -> "fid";
    };
  }

  private static RenderedContent aPayload() {
    String json = "{\"a\":\"" + NO_ID + "\",\"ttl\":\"s\",\"b\":\"" + NO_ID + "\"}";
    return new RenderedContent(
        Platform.WEB,
        ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)),
        List.of(json.indexOf(NO_ID), json.lastIndexOf(NO_ID)),
        json.indexOf("s\""),
        List.of(),
        0,
        List.of(),
        0,
        "");
  }

  private static byte[] encode(boolean validateOnly, PushAddress address, RenderedContent payload) {
    return new FcmRequestEncoder(validateOnly)
        .encode(
            new PushAttempt("app", address, FcmFixtures.PUSH_ID, payload, Duration.ofSeconds(61)));
  }
}
