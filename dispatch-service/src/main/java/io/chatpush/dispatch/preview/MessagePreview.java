package io.chatpush.dispatch.preview;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.chatpush.apps.App;
import io.chatpush.apps.App.Privacy;
import io.chatpush.apps.EventSettings;
import io.chatpush.apps.EventSettings.Display;
import io.chatpush.dispatch.content.AppTexts;
import io.chatpush.dispatch.content.EventVariables;
import io.chatpush.dispatch.fanout.FanOutTrial;
import io.chatpush.dispatch.push.JsonText;
import io.chatpush.dispatch.push.PushId;
import io.chatpush.dispatch.push.TextSplice;
import io.chatpush.dispatch.text.Text;
import io.chatpush.dispatch.text.Texts;
import io.chatpush.dispatch.text.Variant;
import io.chatpush.events.ChatEventType;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.EventFacts;
import io.chatpush.events.Platform;
import io.chatpush.events.PushCommand;
import io.chatpush.events.RenderedContent;
import io.chatpush.problem.Problem;
import io.chatpush.problem.Problem.FieldError;
import io.chatpush.problem.ProblemException;
import io.chatpush.rules.EventLimits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Renders a chat event as fan-out and the join would, and sends nothing. Fan-out itself says what
 * the push says in the default language of the app; another language is put in its place as the
 * join does it. Thread-safe.
 */
final class MessagePreview {

  /**
   * FCM takes 2,048 bytes for a topic. {@link TextSplice#bytes} counts the longest address of a
   * device, in whose place the check has the name of a topic, which has no more than 32 bytes.
   *
   * @see <a href="https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode">FCM: limits</a>
   */
  static final int TOPIC_LIMIT = 2_048 + TextSplice.LONGEST_ADDRESS - 32;

  /** The message does not fit into what FCM takes for a topic, even with shorter texts. */
  static final String TOO_LARGE_FOR_TOPIC = "TOO_LARGE_FOR_TOPIC";

  private static final String DEVICE = "preview";
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * One rendering.
   *
   * @param words in full length
   */
  private record Rendered(PreviewPush push, Text words) {}

  private final AppTexts texts;
  private final FanOutTrial trial;
  private final PreviewGateway gateway;
  private final Clock clock;

  MessagePreview(AppTexts texts, FanOutTrial trial, PreviewGateway gateway, Clock clock) {
    this.texts = texts;
    this.trial = trial;
    this.gateway = gateway;
    this.clock = clock;
  }

  /**
   * Renders an event.
   *
   * @param app the app of the event
   * @throws ProblemException if fan-out would refuse the event; it names the field
   */
  Preview render(App app, ChatMessageEvent event, Selection selection) {
    List<String> notices = new ArrayList<>();
    PushCommand command = command(event, notices);
    List<Preview.Rendering> renderings = new ArrayList<>();
    for (Rendered rendered : rendered(app, event, command, selection)) {
      renderings.add(rendering(rendered, null, List.of()));
    }
    return preview(app, event, command, notices, renderings);
  }

  /**
   * Renders an event and has each rendering checked. Blocks until all are checked.
   *
   * @param app the app of the event
   * @throws ProblemException if fan-out would refuse the event; it names the field
   */
  Preview check(App app, ChatMessageEvent event, Selection selection) {
    List<String> notices = new ArrayList<>();
    PushCommand command = command(event, notices);
    List<CompletableFuture<Preview.Rendering>> checks = new ArrayList<>();
    for (Rendered rendered : rendered(app, event, command, selection)) {
      checks.add(checked(rendered));
    }
    return preview(
        app, event, command, notices, checks.stream().map(CompletableFuture::join).toList());
  }

  /** Returns the first of the commands that the event would lead to; all have the same contents. */
  private PushCommand command(ChatMessageEvent event, List<String> notices) {
    ChatMessageEvent tried = event;
    if (event.getRecipients().isEmpty()) {
      notices.add("The event has no recipients: it is rendered as for one recipient.");
      tried = toSomeone(event);
    }
    FanOutTrial.Result result = trial.of(tried);
    if (result instanceof FanOutTrial.TypeOff) {
      notices.add(
          "The type of the event is switched off for the app: no push would be sent. Its setting"
              + " `enabled` in the file of the app switches it on.");
      result = trial.asIfOn(tried);
    }
    if (result instanceof FanOutTrial.FannedOut(List<PushCommand> none) && none.isEmpty()) {
      notices.add("Each recipient is the sender or excluded: no push would be sent.");
      result = trial.asIfOn(toSomeone(event));
    }
    return switch (result) {
      case FanOutTrial.FannedOut(List<PushCommand> commands) -> commands.getFirst();
      case FanOutTrial.Refused refused -> throw refusal(refused.field(), refused.rule());
      case FanOutTrial.TypeOff _ -> throw typeUnknown(event);
    };
  }

  private static ProblemException typeUnknown(ChatMessageEvent event) {
    if (event.getEventType() != ChatEventType.CUSTOM) {
      return refusal("event_type", "is a type that the settings of the app do not have");
    }
    return event.getCustomType() == null
        ? refusal("custom_type", "is required where event_type is CUSTOM")
        : refusal("custom_type", "is not among the custom-types of the app's file");
  }

  private static ProblemException refusal(String field, String rule) {
    return new ProblemException(Problem.invalid(List.of(new FieldError(field, rule))));
  }

  private static ChatMessageEvent toSomeone(ChatMessageEvent event) {
    String user = "recipient";
    while (user.equals(event.getSenderId()) || event.getExclude().contains(user)) {
      user += "-";
    }
    return ChatMessageEvent.newBuilder(event).setRecipients(List.of(user)).build();
  }

  private List<Rendered> rendered(
      App app, ChatMessageEvent event, PushCommand command, Selection selection) {
    Texts all = texts.of(app, event.getEventType(), event.getCustomType());
    EventFacts facts = command.getFacts();
    if (facts == null) {
      throw new IllegalStateException("fan-out writes the facts of each event");
    }
    EventVariables values = EventVariables.of(command.getPush(), facts);
    PushId pushId =
        PushId.ofDevice(app.id(), event.getMessageId(), command.getRecipients().getFirst(), DEVICE);
    Duration timeToLive = timeToLive(command.getPush().getExpiresAt());
    List<Rendered> rendered = new ArrayList<>();
    for (Platform platform : selection.platforms()) {
      RenderedContent base = content(command, platform);
      List<Variant> variants = selection.of(all);
      // Without a text in it, a push is the same in all languages.
      for (Variant variant : TextSplice.places(base) == 0 ? variants.subList(0, 1) : variants) {
        Text words = variant.text(values);
        RenderedContent content =
            variant.locale().equals(base.getLocale())
                ? base
                : TextSplice.with(base, words.title(), words.body(), words.locale());
        rendered.add(new Rendered(new PreviewPush(app.id(), pushId, content, timeToLive), words));
      }
    }
    return rendered;
  }

  private static RenderedContent content(PushCommand command, Platform platform) {
    for (RenderedContent content : command.getContents()) {
      if (platform.equals(content.getPlatform())) {
        return content;
      }
    }
    throw new IllegalStateException("fan-out has not rendered the event for " + platform);
  }

  private Duration timeToLive(Instant expiresAt) {
    Duration left = Duration.between(clock.instant(), expiresAt);
    if (left.isNegative()) {
      return Duration.ZERO;
    }
    return left.compareTo(EventLimits.LONGEST_TIME_TO_LIVE) > 0
        ? EventLimits.LONGEST_TIME_TO_LIVE
        : left;
  }

  private CompletableFuture<Preview.Rendering> checked(Rendered rendered) {
    PreviewPush push = rendered.push();
    RenderedContent content = push.content();
    if (TextSplice.bytes(content) <= TOPIC_LIMIT) {
      return gateway.check(push).thenApply(check -> rendering(rendered, check, List.of()));
    }
    Text words = rendered.words();
    RenderedContent shorter =
        TextSplice.with(content, words.title(), words.body(), words.locale(), TOPIC_LIMIT);
    if (TextSplice.bytes(shorter) > TOPIC_LIMIT) {
      return CompletableFuture.completedFuture(
          rendering(
              rendered,
              Check.notChecked(TOO_LARGE_FOR_TOPIC),
              List.of(
                  "Not checked: FCM checks a message to a topic, which has 2,048 bytes, and the"
                      + " message is larger even with shorter texts.")));
    }
    return gateway
        .check(new PreviewPush(push.appId(), push.pushId(), shorter, push.timeToLive()))
        .thenApply(check ->
            rendering(
                rendered,
                check,
                List.of(
                    "Checked with shorter texts: FCM checks a message to a topic, which has 2,048"
                        + " bytes.")));
  }

  private Preview.Rendering rendering(
      Rendered rendered, @Nullable Check check, List<String> notices) {
    RenderedContent content = rendered.push().content();
    int bytes = TextSplice.bytes(content);
    return new Preview.Rendering(
        content.getPlatform(),
        rendered.words().locale(),
        shown(content, content.getTitleOffsets(), content.getTitleLength()),
        shown(content, content.getBodyOffsets(), content.getBodyLength()),
        isShortened(content, rendered.words()),
        bytes,
        TextSplice.FCM_LIMIT - bytes,
        JSON.readTree(gateway.request(rendered.push())).path("message"),
        check,
        notices);
  }

  private static @Nullable String shown(
      RenderedContent content, List<Integer> offsets, int length) {
    if (offsets.isEmpty()) {
      return null;
    }
    byte[] text = new byte[length];
    content.getPayload().get(offsets.getFirst(), text);
    return JSON.readTree("\"" + new String(text, UTF_8) + "\"").stringValue();
  }

  private static boolean isShortened(RenderedContent content, Text words) {
    return (!content.getTitleOffsets().isEmpty()
            && JsonText.length(words.title()) != content.getTitleLength())
        || (!content.getBodyOffsets().isEmpty()
            && JsonText.length(words.body()) != content.getBodyLength());
  }

  private Preview preview(
      App app,
      ChatMessageEvent event,
      PushCommand command,
      List<String> notices,
      List<Preview.Rendering> renderings) {
    EventSettings settings = app.settings(event.getEventType(), event.getCustomType());
    Instant expiresAt = command.getPush().getExpiresAt();
    if (!clock.instant().isBefore(expiresAt)) {
      notices.add("The event has expired: no push would be sent.");
    }
    if (app.privacy() == Privacy.IDS_ONLY) {
      notices.add(
          "The app has `privacy: IDS_ONLY`: sender, text and data of the event are left out.");
    }
    if (settings != null && settings.display() == Display.DATA_ONLY) {
      notices.add(
          "The type has `display: DATA_ONLY`: the operating system shows nothing, the app gets the"
              + " data.");
    }
    return new Preview(
        app.id(),
        event.getMessageId(),
        event.getEventType(),
        event.getCustomType(),
        texts.of(app, event.getEventType(), event.getCustomType()).variant(null).locale(),
        expiresAt,
        notices,
        renderings);
  }
}
