package io.chatpush.fcm.simulator.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.chatpush.fcm.simulator.behaviour.AnswerTime;
import io.chatpush.fcm.simulator.behaviour.Behaviours;
import io.chatpush.fcm.simulator.behaviour.Durations;
import io.chatpush.fcm.simulator.http.ConnectionLimit;
import io.chatpush.fcm.simulator.http.HttpServer;
import io.chatpush.fcm.simulator.http.Reply;
import io.chatpush.fcm.simulator.ledger.AddressLog;
import io.chatpush.fcm.simulator.ledger.ProjectQuota;
import io.chatpush.fcm.simulator.ledger.PushLedger;
import io.chatpush.fcm.simulator.oauth.AccessTokens;
import io.chatpush.fcm.simulator.oauth.TokenEndpoint;
import io.chatpush.fcm.simulator.oauth.TokenEndpoint.Outage;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The simulator's own API under {@code /simulator} and its page at {@code /}. Values are sent as
 * plain text, one to a resource; answers are JSON. Safe for use by several threads.
 */
public final class AdminApi {

  private static final String ROOT = "/simulator/";
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 10_000;
  private static final Reply DONE = new Reply(204, "", new byte[0], List.of());
  private static final Reply UNKNOWN = Reply.text(404, "There is no such resource.\n");

  private final PushLedger ledger;
  private final Behaviours behaviours;
  private final ProjectQuota quota;
  private final AccessTokens tokens;
  private final TokenEndpoint tokenEndpoint;
  private final UnaryOperator<String> serviceAccountJson;
  private final Supplier<HttpServer> server;
  private final AdminJson json;
  private final byte[] page = page();
  private final List<String> pageHeaders =
      List.of(
          "content-security-policy", PagePolicy.of(page),
          "x-content-type-options", "nosniff",
          "referrer-policy", "no-referrer");

  /**
   * On top of everything.
   *
   * @param server asked for at each request only: it is started after this
   */
  public AdminApi(
      PushLedger ledger,
      Behaviours behaviours,
      ProjectQuota quota,
      AccessTokens tokens,
      TokenEndpoint tokenEndpoint,
      UnaryOperator<String> serviceAccountJson,
      Supplier<HttpServer> server) {
    this.ledger = ledger;
    this.behaviours = behaviours;
    this.quota = quota;
    this.tokens = tokens;
    this.tokenEndpoint = tokenEndpoint;
    this.serviceAccountJson = serviceAccountJson;
    this.server = server;
    this.json = new AdminJson(ledger);
  }

  /** Whether this path is one of the simulator's own. */
  public static boolean serves(String path) {
    return path.equals("/") || path.startsWith(ROOT);
  }

  /** Answers one request. */
  public Reply answer(String method, String path, String body) {
    QueryStringDecoder query = new QueryStringDecoder(path);
    if (query.path().equals("/")) {
      return new Reply(200, Reply.HTML, page, pageHeaders);
    }
    String rest = query.path().substring(ROOT.length());
    int slash = rest.indexOf('/');
    String resource = slash < 0 ? rest : rest.substring(0, slash);
    String item = slash < 0 ? "" : rest.substring(slash + 1);
    try {
      return switch (method) {
        case "GET" -> get(resource, item, query);
        case "PUT" -> put(resource, item, body.strip());
        case "POST" -> post(resource);
        case "DELETE" -> delete(resource, item);
        default -> Reply.text(405, "Methods are GET, PUT, POST and DELETE.\n");
      };
    } catch (IllegalArgumentException e) {
      return Reply.text(400, e.getMessage() + "\n");
    }
  }

  private Reply get(String resource, String item, QueryStringDecoder query) {
    return switch (resource) {
      case "stats" ->
          Reply.json(200, json.stats(server.get(), tokenEndpoint, behaviours.answerTime()));
      case "behaviours" -> Reply.json(200, json.rules(behaviours.rules()));
      case "latency" -> Reply.text(200, behaviours.answerTime() + "\n");
      case "messages" -> Reply.json(200, json.pushes(ledger.latest(limit(query))));
      case "duplicates" -> Reply.json(200, json.pushes(ledger.duplicates(limit(query))));
      case "addresses" -> item.isEmpty() ? addresses(query) : address(item);
      case "service-account" ->
          item.endsWith(".json")
              ? Reply.json(
                      200,
                      serviceAccountJson.apply(item.substring(0, item.length() - ".json".length())))
                  .with("cache-control", "no-store")
                  .with("x-content-type-options", "nosniff")
              : UNKNOWN;
      default -> UNKNOWN;
    };
  }

  private Reply put(String resource, String item, String value) {
    switch (resource) {
      case "behaviours" -> {
        if (item.isEmpty()) {
          return UNKNOWN;
        }
        behaviours.set(item, value);
      }
      case "latency" -> behaviours.answerTime(AnswerTime.parse(value));
      case "quota" -> quota.perMinute(quota(value));
      case "token-lifetime" -> tokens.lifetime(Durations.parse(value));
      case "token-outage" -> tokenEndpoint.outage(outage(value));
      case "connection-limit" -> server.get().connectionLimit(connectionLimit(value));
      default -> {
        return UNKNOWN;
      }
    }
    return DONE;
  }

  private Reply post(String resource) {
    if (!resource.equals("goaway")) {
      return UNKNOWN;
    }
    server.get().goAwayEverywhere();
    return DONE;
  }

  private Reply delete(String resource, String item) {
    switch (resource) {
      case "behaviours" -> {
        if (item.isEmpty()) {
          behaviours.clear();
        } else if (!behaviours.remove(item)) {
          return UNKNOWN;
        }
      }
      case "messages" -> ledger.clear();
      case "tokens" -> tokens.revokeAll();
      case "quota" -> quota.end();
      case "token-outage" -> tokenEndpoint.outage(null);
      case "connection-limit" -> server.get().connectionLimit(new ConnectionLimit.None());
      default -> {
        return UNKNOWN;
      }
    }
    return DONE;
  }

  private Reply addresses(QueryStringDecoder query) {
    String after = parameter(query, "after", "");
    return Reply.json(200, json.addresses(ledger.addresses(after, limit(query))));
  }

  private Reply address(String address) {
    AddressLog log = ledger.address(address);
    return log == null ? UNKNOWN : Reply.json(200, json.address(log));
  }

  private static Outage outage(String value) {
    return value.matches("5\\d\\d|429")
        ? new Outage(Integer.parseInt(value), "internal_failure")
        : new Outage(400, value.replaceAll("[^a-z_]", ""));
  }

  private static ConnectionLimit connectionLimit(String value) {
    return value.matches("\\d{1,9}")
        ? new ConnectionLimit.Requests(Long.parseLong(value))
        : new ConnectionLimit.Age(Durations.parse(value));
  }

  private static long quota(String value) {
    if (!value.matches("\\d{1,9}")) {
      throw new IllegalArgumentException("\"" + value + "\" is no number of messages a minute");
    }
    return Long.parseLong(value);
  }

  private static int limit(QueryStringDecoder query) {
    int limit = Integer.parseInt(parameter(query, "limit", Integer.toString(DEFAULT_LIMIT)));
    return Math.clamp(limit, 1, MAX_LIMIT);
  }

  private static String parameter(QueryStringDecoder query, String name, String otherwise) {
    List<String> values = query.parameters().getOrDefault(name, List.of());
    return values.isEmpty() ? otherwise : values.getFirst();
  }

  private static byte[] page() {
    try (InputStream in = AdminApi.class.getResourceAsStream("index.html")) {
      return in == null ? "fcm-simulator\n".getBytes(UTF_8) : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the page cannot be read", e);
    }
  }
}
