package io.chatpush.fcm.simulator.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.chatpush.fcm.simulator.behaviour.AnswerTime;
import io.chatpush.fcm.simulator.http.HttpServer;
import io.chatpush.fcm.simulator.ledger.AddressLog;
import io.chatpush.fcm.simulator.ledger.Outcome;
import io.chatpush.fcm.simulator.ledger.PushLedger;
import io.chatpush.fcm.simulator.ledger.Received;
import io.chatpush.fcm.simulator.ledger.Stats;
import io.chatpush.fcm.simulator.oauth.TokenEndpoint;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The admin API's answers. */
final class AdminJson {

  private static final JsonFactory JSON = new JsonFactory();

  private final PushLedger ledger;

  AdminJson(PushLedger ledger) {
    this.ledger = ledger;
  }

  String stats(HttpServer server, TokenEndpoint tokens, AnswerTime answerTime) {
    Stats stats = ledger.stats();
    return write(json -> {
      json.writeStartObject();
      json.writeNumberProperty("requests", stats.requests());
      json.writeNumberProperty("received", stats.received());
      json.writeNumberProperty("duplicates", stats.duplicates());
      json.writeNumberProperty("untagged", stats.untagged());
      json.writeNumberProperty("forgotten_tags", stats.forgottenTags());
      json.writeNumberProperty("addresses", stats.addresses());
      json.writeNumberProperty("untracked_requests", stats.untrackedRequests());
      json.writeNumberProperty("before_retry_after", stats.beforeRetryAfter());
      json.writeNumberProperty("resent_before_retry_after", stats.resentBeforeRetryAfter());
      json.writeNumberProperty("abandoned_answers", server.abandonedAnswers());
      json.writeStringProperty("latency", answerTime.toString());
      json.writeObjectPropertyStart("outcomes");
      for (Outcome outcome : Outcome.values()) {
        json.writeNumberProperty(outcome.name().toLowerCase(Locale.ROOT), stats.count(outcome));
      }
      json.writeEndObject();
      json.writeObjectPropertyStart("projects");
      for (Map.Entry<String, Stats.ProjectStats> project :
          new TreeMap<>(stats.projects()).entrySet()) {
        json.writeObjectPropertyStart(project.getKey());
        json.writeNumberProperty("last_minute", project.getValue().lastMinute());
        json.writeNumberProperty("most_in_a_minute", project.getValue().mostInAMinute());
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeObjectPropertyStart("connections");
      json.writeNumberProperty("open", server.openConnections());
      json.writeNumberProperty("accepted", server.acceptedConnections());
      json.writeNumberProperty("goaways", server.sentGoAways());
      json.writeNumberProperty("refused_streams", server.refusedStreams());
      json.writeEndObject();
      json.writeObjectPropertyStart("tokens");
      json.writeNumberProperty("issued", tokens.issued());
      json.writeNumberProperty("refused", tokens.refused());
      json.writeEndObject();
      json.writeEndObject();
    });
  }

  String rules(Map<String, String> rules) {
    return write(json -> {
      json.writeStartObject();
      rules.forEach(json::writeStringProperty);
      json.writeEndObject();
    });
  }

  String addresses(List<AddressLog> logs) {
    return write(json -> {
      json.writeStartArray();
      for (AddressLog log : logs) {
        json.writeStartObject();
        counters(json, log);
        json.writeEndObject();
      }
      json.writeEndArray();
    });
  }

  String address(AddressLog log) {
    return write(json -> {
      json.writeStartObject();
      counters(json, log);
      json.writeArrayPropertyStart("pushes");
      ledger.receivedBy(log).forEach(received -> push(json, received));
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  String pushes(List<Received> pushes) {
    return write(json -> {
      json.writeStartArray();
      pushes.forEach(received -> push(json, received));
      json.writeEndArray();
    });
  }

  private static void counters(JsonGenerator json, AddressLog log) {
    json.writeStringProperty("address", log.address());
    json.writeNumberProperty("requests", log.requests());
    json.writeNumberProperty("received", log.received());
    json.writeNumberProperty("duplicates", log.duplicates());
    json.writeNumberProperty("before_retry_after", log.beforeRetryAfter());
  }

  private static void push(JsonGenerator json, Received received) {
    json.writeStartObject();
    json.writeStringProperty("name", received.name());
    json.writeStringProperty("received_at", received.at().toString());
    json.writeStringProperty("project", received.project());
    json.writeStringProperty("address", received.address());
    String tag = received.pushTag();
    if (tag != null) {
      json.writeStringProperty("tag", tag);
    }
    json.writeBooleanProperty("duplicate", received.duplicate());
    json.writeName("request");
    // It was checked when it came, so it is JSON and can go out as it is.
    json.writeRawValue(new String(received.request(), UTF_8));
    json.writeEndObject();
  }

  private static String write(Consumer<JsonGenerator> content) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      content.accept(json);
    }
    return out.append('\n').toString();
  }
}
