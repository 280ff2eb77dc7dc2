package io.chatpush.fcm.simulator.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.fcm.simulator.http.Pem;
import io.chatpush.fcm.simulator.http.Reply;
import java.net.URLEncoder;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenEndpointTest {

  private static final ServiceAccounts ACCOUNTS = ServiceAccounts.create();
  private static final long NOW = 1_767_268_800;
  private static final String GOOD =
      "{'iss':'fcm-simulator@demo.iam.gserviceaccount.com','scope':'s','aud':'https://oauth2.googleapis.com/token','iat':1767268800,'exp':1767272400}";

  private final AtomicLong nanos = new AtomicLong();
  private final AccessTokens tokens = new AccessTokens(Duration.ofHours(1), nanos::get);
  private final TokenEndpoint endpoint =
      new TokenEndpoint(ACCOUNTS, tokens, () -> Instant.ofEpochSecond(NOW));

  @Test
  void issuesABearerForTheProjectOfTheAccount() throws Exception {
    Reply reply = exchange(GOOD, ACCOUNTS);

    assertThat(reply.status()).isEqualTo(200);
    Matcher body =
        Pattern.compile(
                "\\{\"access_token\":\"(ya29\\.[^\"]+)\",\"expires_in\":3599,\"token_type\":\"Bearer\"}")
            .matcher(text(reply));
    assertThat(body.matches()).isTrue();
    AccessTokens.Grant grant = requireNonNull(tokens.grant("Bearer " + body.group(1)));
    assertThat(grant.allows("demo")).isTrue();
    assertThat(grant.allows("other")).isFalse();
  }

  @Test
  void letsABearerExpire() {
    tokens.lifetime(Duration.ofSeconds(10));
    String bearer = "Bearer " + tokens.issue("demo");
    nanos.set(Duration.ofSeconds(10).toNanos() - 1);
    assertThat(tokens.grant(bearer)).isNotNull();
    nanos.incrementAndGet();
    assertThat(tokens.grant(bearer)).isNull();
  }

  @Test
  void refusesASignatureByAnotherKey() throws Exception {
    Reply reply = exchange(GOOD, ServiceAccounts.create());
    assertThat(reply.status()).isEqualTo(400);
    assertThat(text(reply))
        .isEqualTo(
            "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT Signature.\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "exp, 1767272401, short-lived",
    "exp, 1767268000, short-lived",
    "iat, 1767269200, short-lived",
    "iat, soon, short-lived",
    "aud, https://example.invalid/other, audience",
    "scope, '', invalid_scope",
  })
  void refusesAClaimThatGoogleWouldRefuse(String claim, String value, String reason)
      throws Exception {
    String claims =
        GOOD.replaceAll("'" + claim + "':('[^']*'|\\d+)", "'" + claim + "':'" + value + "'");
    Reply reply = exchange(claims, ACCOUNTS);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(text(reply)).contains(reason);
  }

  @Test
  void refusesWhatIsNoAssertion() {
    assertThat(text(endpoint.exchange("grant_type=password"))).contains("unsupported_grant_type");
    assertThat(text(endpoint.exchange(""))).contains("invalid_request");
    assertThat(text(endpoint.exchange(form("a.b")))).contains("invalid_grant");
    assertThat(text(endpoint.exchange(form("%%%.%%%.%%%")))).contains("invalid_grant");
    assertThat(endpoint.refused()).isEqualTo(4);
  }

  @Test
  void failsAsTold() throws Exception {
    endpoint.outage(new TokenEndpoint.Outage(503, "internal_failure"));
    assertThat(exchange(GOOD, ACCOUNTS).status()).isEqualTo(503);
    endpoint.outage(null);
    assertThat(exchange(GOOD, ACCOUNTS).status()).isEqualTo(200);
  }

  private Reply exchange(String claims, ServiceAccounts signer) throws Exception {
    String signed =
        base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(UTF_8))
            + '.'
            + base64(claims.replace('\'', '"').getBytes(UTF_8));
    Matcher key =
        Pattern.compile("\"private_key\":\"([^\"]*)\"")
            .matcher(signer.json("demo", "http://127.0.0.1/token"));
    assertThat(key.find()).isTrue();
    Signature rsa = Signature.getInstance("SHA256withRSA");
    rsa.initSign(
        KeyFactory.getInstance("RSA")
            .generatePrivate(
                new PKCS8EncodedKeySpec(Pem.decode(key.group(1).replace("\\n", "\n")))));
    rsa.update(signed.getBytes(UTF_8));
    return endpoint.exchange(form(signed + '.' + base64(rsa.sign())));
  }

  private static String form(String assertion) {
    return "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion="
        + URLEncoder.encode(assertion, UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String text(Reply reply) {
    return new String(reply.body(), UTF_8);
  }
}
