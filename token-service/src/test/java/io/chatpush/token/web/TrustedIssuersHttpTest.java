package io.chatpush.token.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.chatpush.access.JwkSetEndpoint;
import io.chatpush.access.TokenIssuer;
import io.chatpush.token.AccessTokens;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Each test starts an edge of its own, for what it trusts is what is tested. */
@ExtendWith(OutputCaptureExtension.class)
class TrustedIssuersHttpTest {

  private static final String FIRST = "--chatpush.access.issuers[0].";
  private static final String SECOND = "--chatpush.access.issuers[1].";
  private static final String SECRET = "a-secret-of-thirty-two-bytes-sss";
  private static final String LONG_SECRET = SECRET + SECRET;

  @TempDir private Path directory;

  @Test
  void takesTokensOfAPublicKeyAndNoOthers() throws IOException {
    AccessTokens tokens = new AccessTokens();
    Path key = tokens.writePublicKey(directory);
    try (HttpEdge edge = HttpEdge.withSettings(FIRST + "public-key-location=" + key)) {
      assertAccepted(edge, tokens.of("maya", "demo"));
      assertRefused(edge, new AccessTokens().of("maya", "demo"));
      assertRefused(edge, "garbage");
      // The key is public: it must not do as a secret, however it is written.
      for (byte[] secret : List.of(Files.readAllBytes(key), derOf(key))) {
        assertRefused(edge, hs256(secret));
      }
      assertRefused(edge, new PlainJWT(maya().build()).serialize());
    }
  }

  @Test
  void takesTokensOfAJwkSetAndNoOthers() {
    JWK rsa = TokenIssuer.rsaKey("rsa");
    JWK ec = TokenIssuer.ecKey("ec");
    try (JwkSetEndpoint endpoint = new JwkSetEndpoint(rsa, ec);
        HttpEdge edge =
            HttpEdge.withSettings(FIRST + "jwk-set-uri=" + endpoint.uri(), FIRST + "issuer=me")) {
      for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.RS256, JWSAlgorithm.PS512)) {
        assertAccepted(edge, new TokenIssuer("me", algorithm, rsa).token());
      }
      assertAccepted(edge, new TokenIssuer("me", JWSAlgorithm.ES256, ec).token());
      assertRefused(edge, new TokenIssuer("you", JWSAlgorithm.RS256, rsa).token());
      assertRefused(
          edge, new TokenIssuer("me", JWSAlgorithm.RS256, TokenIssuer.rsaKey("rsa")).token());
      assertRefused(edge, hs256(SECRET.getBytes(StandardCharsets.UTF_8)));
      assertRefused(edge, new PlainJWT(maya().issuer("me").build()).serialize());
    }
  }

  @Test
  void findsTheKeysOfAnIssuerThatSaysWhereTheyAre() {
    JWK key = TokenIssuer.rsaKey("one");
    try (JwkSetEndpoint endpoint = new JwkSetEndpoint(key);
        HttpEdge edge =
            HttpEdge.withSettings(
                FIRST + "discovery=true", FIRST + "issuer=" + endpoint.issuer())) {
      assertAccepted(edge, new TokenIssuer(endpoint.issuer(), JWSAlgorithm.RS256, key).token());
    }
  }

  @Test
  void takesTokensOfASecretThatIsLongEnough() {
    String base64 =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(SECRET.getBytes(StandardCharsets.UTF_8));
    try (HttpEdge edge = HttpEdge.withSettings(FIRST + "secret=base64:" + base64)) {
      assertAccepted(edge, hs(JWSAlgorithm.HS256, SECRET));
      assertRefused(edge, hs(JWSAlgorithm.HS256, LONG_SECRET));
      // RFC 7518 wants 64 bytes for it.
      assertRefused(edge, hs(JWSAlgorithm.HS512, LONG_SECRET));
    }
    try (HttpEdge edge = HttpEdge.withSettings(FIRST + "secret=" + LONG_SECRET)) {
      for (JWSAlgorithm algorithm : JWSAlgorithm.Family.HMAC_SHA) {
        assertAccepted(edge, hs(algorithm, LONG_SECRET));
      }
      assertRefused(
          edge, new TokenIssuer("me", JWSAlgorithm.RS256, TokenIssuer.rsaKey("any")).token());
    }
  }

  @Test
  void readsSecretsAgainWhenTheirFileChanges(CapturedOutput output) throws IOException {
    Path file = Files.writeString(directory.resolve("secrets"), SECRET + "\n");
    String before = hs(JWSAlgorithm.HS256, SECRET);
    String after = hs(JWSAlgorithm.HS256, LONG_SECRET);
    try (HttpEdge edge = HttpEdge.withSettings(FIRST + "secret-location=" + file)) {
      assertAccepted(edge, before);
      assertRefused(edge, after);

      Files.writeString(file, SECRET + "\n" + LONG_SECRET + "\n");
      assertAccepted(edge, before);
      assertAccepted(edge, after);

      Files.writeString(file, LONG_SECRET);
      assertRefused(edge, before);
      assertAccepted(edge, after);

      Files.writeString(file, "short");
      assertAccepted(edge, after);
      Files.delete(file);
      assertAccepted(edge, after);
    }
    assertThat(output.getAll())
        .contains(".secret-location names a file with a secret that has fewer than 32 bytes;")
        .contains(".secret-location names a file that cannot be read any more;")
        .doesNotContain(SECRET)
        .doesNotContain("short");
  }

  @Test
  void verifiesEachIssuerByItsOwnKeys() {
    JWK key = TokenIssuer.rsaKey("one");
    try (JwkSetEndpoint endpoint = new JwkSetEndpoint(key);
        HttpEdge edge =
            HttpEdge.withSettings(
                FIRST + "issuer=published",
                FIRST + "jwk-set-uri=" + endpoint.uri(),
                SECOND + "issuer=shared",
                SECOND + "secret=" + SECRET)) {
      TokenIssuer published = new TokenIssuer("published", JWSAlgorithm.RS256, key);

      assertAccepted(edge, published.token());
      assertAccepted(edge, hs256(maya().issuer("shared")));

      assertRefused(edge, published.sign(maya().issuer("shared")));
      assertRefused(edge, hs256(maya().issuer("published")));
      assertRefused(edge, hs256(maya().issuer("unknown")));
      assertRefused(edge, hs256(maya()));
    }
  }

  @Test
  void wantsOneOfTheAudiences() {
    try (HttpEdge edge =
        HttpEdge.withSettings(FIRST + "secret=" + SECRET, FIRST + "audiences=push,chat")) {
      assertAccepted(edge, hs256(maya().audience("chat")));
      assertAccepted(edge, hs256(maya().audience(List.of("other", "push"))));
      assertRefused(edge, hs256(maya().audience("other")));
      assertRefused(edge, hs256(maya()));
    }
  }

  @Test
  void forgivesClocksAsMuchAsTheSettingSays() {
    try (HttpEdge edge =
        HttpEdge.withSettings(FIRST + "secret=" + SECRET, FIRST + "clock-skew=2m")) {
      assertAccepted(edge, hs256(maya().expirationTime(TokenIssuer.in(-90))));
      assertRefused(edge, hs256(maya().expirationTime(TokenIssuer.in(-150))));
      assertAccepted(edge, hs256(maya().notBeforeTime(TokenIssuer.in(90))));
      assertRefused(edge, hs256(maya().notBeforeTime(TokenIssuer.in(150))));
      assertRefused(edge, hs256(maya().expirationTime(null)));
    }
  }

  @Test
  void learnsOfNewKeysWithoutARestart() {
    JWK before = TokenIssuer.rsaKey("before");
    JWK after = TokenIssuer.rsaKey("after");
    TokenIssuer now = new TokenIssuer("me", JWSAlgorithm.RS256, after);
    try (JwkSetEndpoint endpoint = new JwkSetEndpoint(before);
        HttpEdge edge = HttpEdge.withSettings(FIRST + "jwk-set-uri=" + endpoint.uri())) {
      TokenIssuer then = new TokenIssuer("me", JWSAlgorithm.RS256, before);
      assertAccepted(edge, then.token());
      assertAccepted(edge, then.token());
      assertThat(endpoint.fetches()).as("fetches of keys that are known").isEqualTo(1);

      endpoint.publish(after);

      assertAccepted(edge, now.token());
      assertRefused(edge, then.token());
      assertThat(endpoint.fetches()).as("fetches for one new key").isEqualTo(2);
    }
  }

  @Test
  void doesNotFetchKeysForEveryoneWhoInventsTheirNames() {
    JWK key = TokenIssuer.rsaKey("one");
    JWK invented = TokenIssuer.rsaKey("invented");
    try (JwkSetEndpoint endpoint = new JwkSetEndpoint(key);
        HttpEdge edge = HttpEdge.withSettings(FIRST + "jwk-set-uri=" + endpoint.uri())) {
      for (int i = 0; i < 10; i++) {
        assertRefused(edge, new TokenIssuer("me", JWSAlgorithm.RS256, invented).token());
      }

      assertThat(endpoint.fetches()).isEqualTo(2);
      assertAccepted(edge, new TokenIssuer("me", JWSAlgorithm.RS256, key).token());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void asksToComeBackWhileKeysCannotBeFetched(boolean discovery, CapturedOutput output) {
    JWK key = TokenIssuer.rsaKey("one");
    try (JwkSetEndpoint endpoint = new JwkSetEndpoint(key)) {
      String token = new TokenIssuer(endpoint.issuer(), JWSAlgorithm.RS256, key).token();
      endpoint.down(true);
      try (HttpEdge edge =
          HttpEdge.withSettings(
              FIRST + "issuer=" + endpoint.issuer(),
              FIRST + (discovery ? "discovery=true" : "jwk-set-uri=" + endpoint.uri()))) {
        HttpResponse<String> answer = ask(edge, token);

        assertProblem(answer, 503, "unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("10");

        endpoint.down(false);

        assertAccepted(edge, token);
        endpoint.down(true);
        assertAccepted(edge, token);
      }
      assertThat(output.getAll()).doesNotContain(token).doesNotContain("maya");
    }
  }

  @Test
  void mapsTheClaimsOfTokensMadeForTwilio() {
    try (HttpEdge edge =
        HttpEdge.withSettings(
            FIRST + "issuer=SK0",
            FIRST + "secret=" + SECRET,
            FIRST + "user-claim=grants.identity",
            FIRST + "app-claim=grants.chat.service_sid",
            FIRST + "apps.IS0=demo",
            FIRST + "apps.IS1=unreachable")) {
      assertAccepted(edge, twilio(Map.of("identity", "maya", "chat", service("IS0"))));
      assertThat(edge.published().last().user().value()).isEqualTo("maya");

      assertProblem(
          ask(edge, twilio(Map.of("identity", "maya", "chat", service("IS1")))), 403, "forbidden");
      assertProblem(
          ask(edge, twilio(Map.of("identity", "maya", "chat", service("demo")))), 403, "forbidden");
      assertProblem(ask(edge, twilio(Map.of("identity", "maya"))), 403, "forbidden");
      assertRefused(edge, twilio(Map.of("chat", service("IS0"))));
      assertAccepted(edge, twilio(Map.of("identity", 7, "chat", service("IS0"))));
      assertThat(edge.published().last().user().value()).isEqualTo("7");
      assertRefused(edge, twilio(Map.of("identity", 7.5, "chat", service("IS0"))));
    }
  }

  @Test
  void mapsAPushCredentialToItsApp() {
    try (HttpEdge edge =
        HttpEdge.withSettings(
            FIRST + "secret=" + SECRET,
            FIRST + "user-claim=grants.identity",
            FIRST + "app-claim=grants.chat.push_credential_sid",
            FIRST + "apps.CR0=demo")) {
      assertAccepted(edge, twilio(Map.of("identity", "maya", "chat", service("IS0"))));
    }
  }

  private static Map<String, Object> service(String sid) {
    return Map.of("service_sid", sid, "push_credential_sid", "CR0");
  }

  /** The form of a token that Twilio's libraries make; {@code app} must not shine through. */
  private static String twilio(Map<String, Object> grants) {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.HS256)
            .type(JOSEObjectType.JWT)
            .contentType("twilio-fpa;v=1")
            .build();
    return TokenIssuer.sign(
        header,
        SECRET,
        new JWTClaimsSet.Builder()
            .jwtID("SK0-1")
            .issuer("SK0")
            .subject("AC0")
            .claim("app", "demo")
            .claim("grants", grants)
            .issueTime(TokenIssuer.in(0))
            .expirationTime(TokenIssuer.in(3600)));
  }

  private static JWTClaimsSet.Builder maya() {
    return new JWTClaimsSet.Builder()
        .subject("maya")
        .claim("app", "demo")
        .expirationTime(TokenIssuer.in(3600));
  }

  private static String hs256(JWTClaimsSet.Builder claims) {
    return TokenIssuer.sign(new JWSHeader(JWSAlgorithm.HS256), SECRET, claims);
  }

  private static String hs256(byte[] secret) {
    return TokenIssuer.sign(new JWSHeader(JWSAlgorithm.HS256), secret, maya().issuer("me"));
  }

  private static String hs(JWSAlgorithm algorithm, String secret) {
    return TokenIssuer.sign(new JWSHeader(algorithm), secret, maya());
  }

  private static byte[] derOf(Path pem) throws IOException {
    String text = Files.readString(pem).replaceAll("-----[A-Z ]+-----", "");
    return Base64.getMimeDecoder().decode(text);
  }

  private static void assertAccepted(HttpEdge edge, String token) {
    HttpResponse<String> answer = ask(edge, token);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }

  private static void assertRefused(HttpEdge edge, String token) {
    HttpResponse<String> answer = ask(edge, token);
    assertProblem(answer, 401, "unauthenticated");
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer error=\"invalid_token\"");
    assertThat(answer.body()).doesNotContain(token).doesNotContain("maya");
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String type) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains("\"urn:chatpush:problem:" + type + "\"");
  }

  private static HttpResponse<String> ask(HttpEdge edge, String token) {
    return edge.send(
        edge.anonymous("/v1/apps/demo/devices/phone")
            .header("Authorization", "Bearer " + token)
            .DELETE());
  }
}
