package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.cli.service.OperatorScopes;
import io.chatpush.client.ChatMessage;
import io.chatpush.client.ChatpushClient;
import io.chatpush.client.EventType;
import io.chatpush.client.PublishedAll;
import io.chatpush.stack.launch.LocalApp;
import io.chatpush.stack.launch.StackKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** A chat system that publishes over HTTP. */
@SystemTest
final class PublishingIT {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final RunningStack stack;

  PublishingIT(RunningStack stack) {
    this.stack = stack;
  }

  @Test
  void pushesAnEventThatIsPublishedOverHttp() throws Exception {
    Phone phone = Phone.aPhone();
    new Apps(stack).register(phone);
    String body = Secrets.secret(Phone.unique("Grüße über HTTP"));
    HttpResponse<String> response =
        publish("application/json", event(Phone.unique("message"), phone, body));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    assertThat(response.body()).contains("\"notices\":[]");

    Simulator.Push push = new Simulator(stack).awaitPush(phone);
    assertThat(push.title()).isEqualTo("\u2068Nora\u2069 in \u2068#http\u2069");
    assertThat(push.body()).isEqualTo(body);
  }

  @Test
  void pushesTheLinesThatAreRight() throws Exception {
    Phone first = Phone.aPhone();
    Phone second = Phone.aPhone();
    new Apps(stack).register(first, second);
    String text = Secrets.secret(Phone.unique("text"));
    HttpResponse<String> response =
        publish(
            "application/x-ndjson",
            event(Phone.unique("message"), first, text)
                + "\n"
                + event(" ", first, text)
                + "\n"
                + event(Phone.unique("message"), second, text)
                + "\n");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(207);
    assertThat(response.body()).contains("\"accepted\":2", "\"refused\":1", "\"line\":2");
    assertThat(new Simulator(stack).awaitPush(first).body()).isEqualTo(text);
    assertThat(new Simulator(stack).awaitPush(second).body()).isEqualTo(text);
  }

  @Test
  void pushesWhatTheClientForJavaPublishes() throws Exception {
    Phone phone = Phone.aPhone();
    new Apps(stack).register(phone);
    String body = Secrets.secret(Phone.unique("text"));
    PublishedAll published =
        new ChatpushClient(URI.create(stack.dispatchServiceUrl()), LocalApp.ID, this::token)
            .publishAll(
                List.of(
                    ChatMessage.of(EventType.NEW_MESSAGE, Phone.unique("message"))
                        .inChannel(Phone.unique("channel"))
                        .from(Phone.somebody())
                        .recipients(List.of(phone.user()))
                        .body(body)
                        .build()));
    assertThat(published).isEqualTo(new PublishedAll(1, List.of()));
    assertThat(new Simulator(stack).awaitPush(phone).body()).isEqualTo(body);
  }

  @Test
  void pushesWhatTheClientForNodePublishes() throws Exception {
    NodeScripts.assumeHas("node");
    Phone phone = Phone.aPhone();
    new Apps(stack).register(phone);
    String body = Secrets.secret(Phone.unique("text"));
    ProcessBuilder node =
        new ProcessBuilder(
            "node",
            Project.file("system-tests/node/publish-with-client.mjs").toString(),
            Project.file("client-node/index.js").toString(),
            stack.dispatchServiceUrl(),
            LocalApp.ID);
    node.environment().put("CHATPUSH_TOKEN", token());
    String published =
        Program.start("publish-with-client.mjs", node, event(Phone.unique("message"), phone, body))
            .await(Duration.ofMinutes(1))
            .requireSuccess();
    assertThat(published).contains("\"notices\":[]");
    assertThat(new Simulator(stack).awaitPush(phone).body()).isEqualTo(body);
  }

  private static String event(String messageId, Phone recipient, String body) {
    return JSON.writeValueAsString(
        Map.of(
            "message_id",
            messageId,
            "event_type",
            "NEW_MESSAGE",
            "channel_id",
            Phone.unique("channel"),
            "channel_name",
            "#http",
            "sender_id",
            Phone.somebody(),
            "sender_name",
            "Nora",
            "recipients",
            List.of(recipient.user()),
            "body",
            body));
  }

  private String token() {
    return Secrets.secret(
        StackKeys.signer(stack.directory(), Clock.systemUTC())
            .issue(LocalApp.ID, "chat-system", OperatorScopes.PUBLISH));
  }

  private HttpResponse<String> publish(String contentType, String body)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(
                URI.create(stack.dispatchServiceUrl() + "/v1/apps/" + LocalApp.ID + "/messages"))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + token())
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
