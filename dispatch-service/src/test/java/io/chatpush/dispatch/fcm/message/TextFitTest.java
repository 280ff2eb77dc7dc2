package io.chatpush.dispatch.fcm.message;

import static io.chatpush.dispatch.fcm.message.FcmFixtures.tree;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.json.gson.GsonFactory;
import io.chatpush.dispatch.delivery.PushAttempt;
import io.chatpush.dispatch.push.JsonText;
import io.chatpush.dispatch.push.PayloadRenderer;
import io.chatpush.dispatch.push.PushAddress;
import io.chatpush.dispatch.push.PushContent;
import io.chatpush.dispatch.push.PushOptions;
import io.chatpush.dispatch.push.TextSplice;
import io.chatpush.events.AddressType;
import io.chatpush.events.Platform;
import io.chatpush.events.RenderedContent;
import io.chatpush.rules.EventLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.text.BreakIterator;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Any title and body make a push that FCM takes, whatever the options. Run it with more cases
 * before a change of how texts are cut or counted:
 *
 * <pre>
 * ./mvnw -pl dispatch-service -am test -Dtest=TextFitTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dchatpush.test.texts=100000 -Dchatpush.test.texts.seed=2
 * </pre>
 */
class TextFitTest {

  private static final int CASES = Integer.getInteger("chatpush.test.texts", 2_000);
  private static final long SEED = Long.getLong("chatpush.test.texts.seed", 20_261_128L);

  /** What FCM adds for APNs, as {@link TextSplice} assumes. */
  private static final int ADDED_FOR_APNS = 200;

  private static final PushAddress LONGEST_ADDRESS =
      new PushAddress(AddressType.TOKEN, "t".repeat(TextSplice.LONGEST_ADDRESS));

  private final FcmPayloadRenderer renderer = new FcmPayloadRenderer();
  private final FcmRequestEncoder encoder = new FcmRequestEncoder(true);

  @Test
  void anyTextFitsAndIsCutBetweenCharactersOnly() throws IOException {
    for (int i = 0; i < CASES; i++) {
      Random random = new Random(SEED + i);
      WildTexts texts = new WildTexts(random);
      String title = texts.next();
      String body = texts.next();
      PushOptions options = new RandomOptions(random).next();
      Map<String, String> data = Map.of("key", "x".repeat(random.nextInt(1_200)), "channel", "c");
      PushContent content = new PushContent(title, body, "", data, options, FcmFixtures.NOW);
      String otherTitle = texts.next();
      String otherBody = texts.next();
      for (Platform platform : PayloadRenderer.PLATFORMS) {
        String name = "case %d of seed %d on %s".formatted(i, SEED, platform);
        RenderedContent rendered = renderer.render(content, platform);
        JsonNode message = tree(checked(rendered, name)).get("message");
        assertThat(TextSplice.fault(rendered)).as(name).isNull();
        if (message.has("notification")) {
          assertIsBeginning(message.at("/notification/title").asString(), title, name);
          assertIsBeginning(message.at("/notification/body").asString(), body, name);
        }
        if (options.textInData()) {
          assertIsBeginning(message.at("/data/title").asString(), title, name);
          assertIsBeginning(message.at("/data/body").asString(), body, name);
        }
        RenderedContent other = TextSplice.with(rendered, otherTitle, otherBody, "xx");
        assertThat(other)
            .as(name)
            .isEqualTo(
                renderer.render(
                    new PushContent(otherTitle, otherBody, "xx", data, options, FcmFixtures.NOW),
                    platform));
        checked(other, name);
      }
      assertIsWrittenAsTheSdkWrites(title);
    }
  }

  /** Returns the longest request with the content, which FCM takes. */
  private byte[] checked(RenderedContent content, String name) throws IOException {
    byte[] request =
        encoder.encode(
            new PushAttempt(
                "app",
                LONGEST_ADDRESS,
                FcmFixtures.PUSH_ID,
                content,
                EventLimits.LONGEST_TIME_TO_LIVE));
    int added = content.getPlatform() == Platform.IOS ? ADDED_FOR_APNS : 0;
    assertThat(request.length + added).as(name).isLessThanOrEqualTo(TextSplice.FCM_LIMIT);
    // Fails for bytes that are not UTF-8.
    assertThat(UTF_8.newDecoder().decode(ByteBuffer.wrap(request)).length()).isPositive();
    JsonNode message = tree(request).get("message");
    assertThat(message.at("/data/push_id").asString())
        .as(name)
        .isEqualTo(FcmFixtures.PUSH_ID.toString());
    switch (content.getPlatform()) {
      case ANDROID -> assertThat(message.at("/android/ttl").asString()).isEqualTo("2419200s");
      case WEB -> assertThat(message.at("/webpush/headers/TTL").asString()).isEqualTo("2419200");
      case IOS, UNKNOWN -> {}
    }
    return request;
  }

  private static void assertIsBeginning(String shown, String written, String name) {
    String full = wellFormed(written);
    if (shown.equals(full)) {
      return;
    }
    assertThat(shown).as(name).endsWith("…");
    String kept = shown.substring(0, shown.length() - 1);
    assertThat(full.startsWith(kept)).as(name).isTrue();
    BreakIterator clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
    // Far beyond the cut, so that the iterator sees what follows.
    clusters.setText(full.substring(0, Math.min(full.length(), kept.length() + 100)));
    assertThat(kept.isEmpty() || clusters.isBoundary(kept.length()))
        .as("%s: boundary at %d", name, kept.length())
        .isTrue();
  }

  private static void assertIsWrittenAsTheSdkWrites(String text) throws IOException {
    byte[] ours = JsonText.encode(text);
    assertThat(JsonText.length(text)).isEqualTo(ours.length);
    assertThat("{\"t\":\"" + new String(ours, UTF_8) + "\"}")
        .isEqualTo(
            new String(
                GsonFactory.getDefaultInstance().toByteArray(Map.of("t", wellFormed(text))),
                UTF_8));
  }

  private static String wellFormed(String text) {
    int[] codePoints =
        text.codePoints().map(c -> c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c).toArray();
    return new String(codePoints, 0, codePoints.length);
  }
}
