package io.chatpush.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import io.chatpush.access.OddTokens.Case.Expected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens as issuers, clients and attackers may write them, each with what a service must
 * make of it. Two issuers are trusted: one by its public key, one by the keys that it publishes.
 */
public final class OddTokens implements AutoCloseable {

  private static final String ISSUER = "https://login.example.com";
  private static final String PUBLISHED = "published";
  private static final String AUDIENCE = "push";
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
  private static final String RS256 = "{\"alg\":\"RS256\"}";

  /**
   * A request with a token.
   *
   * @param headers lines that end with CR LF
   * @param query what the query of the request has more; empty for nothing
   */
  public record Case(String name, Expected expected, String headers, String query) {

    /** What the service must answer. */
    public enum Expected {
      ALLOWED,
      UNAUTHENTICATED,
      FORBIDDEN,
      /** The HTTP server refuses the request before anything reads the token. */
      MALFORMED
    }

    @Override
    public String toString() {
      return name + ": " + expected;
    }
  }

  private final RSAKey rsa = TokenIssuer.rsaKey("login").toRSAKey();
  private final RSAKey publishedRsa = TokenIssuer.rsaKey("rsa").toRSAKey();
  private final ECKey publishedEc = TokenIssuer.ecKey("ec").toECKey();
  private final RSAKey attacker = TokenIssuer.rsaKey("login").toRSAKey();
  private final JwkSetEndpoint endpoint = new JwkSetEndpoint(publishedRsa, publishedEc);
  private final JwkSetEndpoint attackersEndpoint = new JwkSetEndpoint(attacker);
  private final List<Case> cases = new ArrayList<>();
  private final long now = Instant.now().getEpochSecond();

  public OddTokens() {
    headers();
    algorithms();
    keys();
    forms();
    times();
    issuersAndAudiences();
    users();
    scopes();
    apps();
  }

  /** The whole table. */
  public List<Case> cases() {
    return List.copyOf(cases);
  }

  /** How often a token has made the service fetch keys from an attacker. */
  public int attackersFetches() {
    return attackersEndpoint.fetches();
  }

  /** The settings of a service that trusts the two issuers. */
  public List<String> settings(Path directory) {
    String first = "--chatpush.access.issuers[0].";
    String second = "--chatpush.access.issuers[1].";
    return List.of(
        first + "issuer=" + ISSUER,
        first + "public-key-location=" + publicKey(directory),
        first + "audiences=" + AUDIENCE,
        second + "issuer=" + PUBLISHED,
        second + "jwk-set-uri=" + endpoint.uri(),
        second + "audiences=" + AUDIENCE);
  }

  /** A header with a token that is allowed everything in the app demo. */
  public String allowed() {
    return bearer(rs256(claims()));
  }

  /** A header with a token that has expired this long ago. */
  public String expired(Duration ago) {
    long exp = Instant.now().minus(ago).getEpochSecond();
    return bearer(rs256(claims("exp", "" + exp, "iat", null)));
  }

  /** A header with a token of maya for these apps and scopes. */
  public String of(String apps, String scopes) {
    return bearer(rs256(claims("app", apps, "scope", quoted(scopes))));
  }

  @Override
  public void close() {
    endpoint.close();
    attackersEndpoint.close();
  }

  private void headers() {
    String valid = rs256(claims());
    add("a valid token", Expected.ALLOWED, valid);
    addHeader("no header", Expected.UNAUTHENTICATED, "");
    addHeader("a scheme in lower case", Expected.ALLOWED, "Authorization: bearer " + valid);
    addHeader("a scheme in upper case", Expected.ALLOWED, "Authorization: BEARER " + valid);
    addHeader("a header in lower case", Expected.ALLOWED, "authorization: Bearer " + valid);
    addHeader("space behind it", Expected.ALLOWED, "Authorization: Bearer " + valid + "  ");
    addHeader("two spaces", Expected.UNAUTHENTICATED, "Authorization: Bearer  " + valid);
    addHeader("a tab", Expected.UNAUTHENTICATED, "Authorization: Bearer\t" + valid);
    addHeader("no space", Expected.UNAUTHENTICATED, "Authorization: Bearer" + valid);
    addHeader("no scheme", Expected.UNAUTHENTICATED, "Authorization: " + valid);
    addHeader("no token", Expected.UNAUTHENTICATED, "Authorization: Bearer");
    addHeader("another scheme", Expected.UNAUTHENTICATED, "Authorization: Token " + valid);
    addHeader(
        "basic authentication",
        Expected.UNAUTHENTICATED,
        "Authorization: Basic " + base64("user:" + valid));
    addHeader(
        "two tokens in a header",
        Expected.UNAUTHENTICATED,
        "Authorization: Bearer " + valid + ", Bearer " + valid);
    addHeader(
        "two headers, the second invalid",
        Expected.UNAUTHENTICATED,
        "Authorization: Bearer " + valid + "\r\nAuthorization: Bearer x");
    addHeader(
        "two headers, the first invalid",
        Expected.UNAUTHENTICATED,
        "Authorization: Bearer x\r\nAuthorization: Bearer " + valid);
    addHeader(
        "two valid headers",
        Expected.UNAUTHENTICATED,
        "Authorization: Bearer " + valid + "\r\nAuthorization: Bearer " + valid);
    addHeader("a cookie", Expected.UNAUTHENTICATED, "Cookie: access_token=" + valid);
    addHeader("another header", Expected.UNAUTHENTICATED, "X-Authorization: Bearer " + valid);
    addHeader("a proxy's", Expected.UNAUTHENTICATED, "Proxy-Authorization: Bearer " + valid);
    addHeader("beyond ASCII", Expected.UNAUTHENTICATED, "Authorization: Bearer \u00e9" + valid);
    for (String parameter : List.of("access_token", "token", "jwt")) {
      cases.add(
          new Case(
              "the parameter " + parameter, Expected.UNAUTHENTICATED, "", parameter + "=" + valid));
    }
    addHeader(
        "a line break in the token",
        Expected.UNAUTHENTICATED,
        "Authorization: Bearer " + valid.replaceFirst("\\.", "\r\n ."));
    add("64 KB", Expected.MALFORMED, rs256(claims("padding", quoted("x".repeat(64 * 1024)))));
    add("4 KB", Expected.ALLOWED, rs256(claims("padding", quoted("x".repeat(3_000)))));
  }

  private void algorithms() {
    for (String none : List.of("none", "None", "NONE", "nOnE", "")) {
      String header = "{\"alg\":\"%s\"}".formatted(none);
      refuse("alg '" + none + "'", unsigned(header, claims()) + ".");
      refuse("alg '" + none + "' with a signature", signed(header, claims(), rsa, "SHA256withRSA"));
    }
    refuse("no alg", signed("{}", claims(), rsa, "SHA256withRSA"));
    refuse("alg a number", signed("{\"alg\":256}", claims(), rsa, "SHA256withRSA"));
    refuse("alg null", signed("{\"alg\":null}", claims(), rsa, "SHA256withRSA"));
    refuse(
        "two algs", signed("{\"alg\":\"none\",\"alg\":\"RS256\"}", claims(), rsa, "SHA256withRSA"));
    for (String algorithm : List.of("HS256", "HS384", "HS512")) {
      refuse(
          algorithm + " with the public key in PEM",
          hmac(algorithm, claims(), pem().getBytes(StandardCharsets.US_ASCII)));
      refuse(algorithm + " with the public key in DER", hmac(algorithm, claims(), encoded(rsa)));
    }
    refuse("HS256 of published keys", hmac("HS256", published(), encoded(publishedRsa)));
    add("RS384", Expected.ALLOWED, signed("{\"alg\":\"RS384\"}", claims(), rsa, "SHA384withRSA"));
    refuse("RS512 signed as RS256", signed("{\"alg\":\"RS512\"}", claims(), rsa, "SHA256withRSA"));
    refuse("PS256 signed as RS256", signed("{\"alg\":\"PS256\"}", claims(), rsa, "SHA256withRSA"));
    refuse("RS256 in lower case", signed("{\"alg\":\"rs256\"}", claims(), rsa, "SHA256withRSA"));
    refuse("EdDSA", signed("{\"alg\":\"EdDSA\"}", claims(), rsa, "SHA256withRSA"));
    refuse(
        "ES256 of a public RSA key", unsigned("{\"alg\":\"ES256\"}", claims()) + "." + zeros(64));
    String es256 = "{\"alg\":\"ES256\",\"kid\":\"ec\"}";
    add("ES256", Expected.ALLOWED, ecSigned(es256, published(), true));
    refuse("ES256 signed in DER", ecSigned(es256, published(), false));
    refuse("ES256 of zeros", unsigned(es256, published()) + "." + zeros(64));
    refuse("ES256 without a signature", unsigned(es256, published()) + ".");
    refuse(
        "ES256 by the id of an RSA key",
        ecSigned("{\"alg\":\"ES256\",\"kid\":\"rsa\"}", published(), true));
    add(
        "typ at+jwt",
        Expected.ALLOWED,
        signed("{\"alg\":\"RS256\",\"typ\":\"at+jwt\"}", claims(), rsa, "SHA256withRSA"));
    add(
        "typ JWT",
        Expected.ALLOWED,
        signed("{\"alg\":\"RS256\",\"typ\":\"JWT\"}", claims(), rsa, "SHA256withRSA"));
    for (String typ : List.of("JOSE", "secevent+jwt", "logout+jwt", "dpop+jwt")) {
      refuse(
          "typ " + typ,
          signed(
              "{\"alg\":\"RS256\",\"typ\":\"%s\"}".formatted(typ), claims(), rsa, "SHA256withRSA"));
    }
  }

  private void keys() {
    refuse("another key", signed(RS256, claims(), attacker, "SHA256withRSA"));
    refuse(
        "jwk",
        signed(
            "{\"alg\":\"RS256\",\"jwk\":%s}".formatted(attacker.toPublicJWK().toJSONString()),
            claims(),
            attacker,
            "SHA256withRSA"));
    for (String name : List.of("jku", "x5u")) {
      for (String claims : List.of(claims(), published())) {
        refuse(
            name,
            signed(
                "{\"alg\":\"RS256\",\"kid\":\"login\",\"%s\":\"%s\"}"
                    .formatted(name, attackersEndpoint.uri()),
                claims,
                attacker,
                "SHA256withRSA"));
      }
    }
    refuse(
        "x5c",
        signed(
            "{\"alg\":\"RS256\",\"x5c\":[\"%s\"]}"
                .formatted(Base64.getEncoder().encodeToString(encoded(attacker))),
            claims(),
            attacker,
            "SHA256withRSA"));
    for (String kid : List.of("../../../../dev/null", "' OR 1=1 --", "http://127.0.0.1:9/")) {
      String header = "{\"alg\":\"RS256\",\"kid\":%s}".formatted(quoted(kid));
      refuse("kid " + kid, signed(header, claims(), attacker, "SHA256withRSA"));
      refuse("unknown kid " + kid, signed(header, published(), publishedRsa, "SHA256withRSA"));
    }
    for (String crit : List.of("[\"exp\"]", "[\"unknown\"]", "\"exp\"", "[1]")) {
      refuse(
          "crit " + crit,
          signed(
              "{\"alg\":\"RS256\",\"exp\":1,\"crit\":%s}".formatted(crit),
              claims(),
              rsa,
              "SHA256withRSA"));
    }
    refuse(
        "crit b64",
        signed(
            "{\"alg\":\"RS256\",\"b64\":false,\"crit\":[\"b64\"]}",
            claims(),
            rsa,
            "SHA256withRSA"));
    refuse("the key of another issuer", signed(RS256, published(), rsa, "SHA256withRSA"));
    refuse(
        "a published key for the first issuer",
        signed("{\"alg\":\"RS256\",\"kid\":\"rsa\"}", claims(), publishedRsa, "SHA256withRSA"));
  }

  private void forms() {
    String valid = rs256(claims());
    String[] parts = valid.split("\\.", -1);
    refuse("no dot", "token");
    refuse("empty parts", "..");
    refuse("four empty parts", "...");
    refuse("two parts", parts[0] + "." + parts[1]);
    refuse("four parts", valid + "." + parts[2]);
    refuse("five parts", valid + ".." + parts[2]);
    refuse("an empty header", "." + parts[1] + "." + parts[2]);
    refuse("an empty payload", parts[0] + ".." + parts[2]);
    refuse("no signature", parts[0] + "." + parts[1] + ".");
    refuse("half a signature", valid.substring(0, valid.length() - 100));
    refuse(
        "another payload", parts[0] + "." + base64(claims("sub", "\"mallory\"")) + "." + parts[2]);
    refuse("garbage for a signature", parts[0] + "." + parts[1] + ".AAAA");
    refuse("a payload of garbage", parts[0] + "." + "~~~~" + "." + parts[2]);
    for (String payload :
        List.of("", "null", "[]", "\"maya\"", "42", "{", "{\"sub\"", "[".repeat(2_000), "{}")) {
      refuse("the payload " + payload.substring(0, Math.min(10, payload.length())), rs256(payload));
    }
    refuse("a header that is a list", signed("[]", claims(), rsa, "SHA256withRSA"));
    refuse("two subs", rs256(claims().replaceFirst("\\{", "{\"sub\":\"mallory\",")));
    refuse("two exps", rs256(claims().replaceFirst("\\{", "{\"exp\":9999999999,")));
    refuse("two scopes", rs256(claims().replaceFirst("\\{", "{\"scope\":\"x\",")));
  }

  private void times() {
    refuse("no exp", rs256(claims("exp", null)));
    for (String exp :
        List.of(
            "null",
            "\"9999999999\"",
            "\"never\"",
            "-1",
            "0",
            "1e400",
            "-9223372036854775808",
            "true",
            "[9999999999]",
            "{\"at\":9999999999}")) {
      refuse("exp " + exp, rs256(claims("exp", exp)));
    }
    refuse("exp 75 s ago", rs256(claims("exp", "" + (now - 75), "iat", null)));
    add("exp with a fraction", Expected.ALLOWED, rs256(claims("exp", (now + 3600) + ".5")));
    add("nbf in 30 s", Expected.ALLOWED, rs256(claims("nbf", "" + (now + 30))));
    // The table may be run minutes after it was made.
    refuse("nbf in an hour", rs256(claims("nbf", "" + (now + 3600), "exp", "" + (now + 7200))));
    refuse("nbf as text", rs256(claims("nbf", "\"0\"")));
    add("nbf null", Expected.ALLOWED, rs256(claims("nbf", "null")));
    refuse("iat behind exp", rs256(claims("iat", "" + (now + 7200))));
    refuse("iat as text", rs256(claims("iat", "\"today\"")));
    add("iat missing", Expected.ALLOWED, rs256(claims("iat", null)));
  }

  private void issuersAndAudiences() {
    refuse("no iss", rs256(claims("iss", null)));
    for (String iss :
        List.of(
            "null",
            "\"\"",
            "42",
            "[\"" + ISSUER + "\"]",
            "{\"name\":\"" + ISSUER + "\"}",
            "\"" + ISSUER + "/\"",
            "\"HTTPS://LOGIN.EXAMPLE.COM\"",
            "\"https://login.example.com.evil.example\"",
            "\"elsewhere\"")) {
      refuse("iss " + iss, rs256(claims("iss", iss)));
    }
    refuse("no aud", rs256(claims("aud", null)));
    for (String aud :
        List.of(
            "null",
            "\"\"",
            "\"payroll\"",
            "\"PUSH\"",
            "\"push payroll\"",
            "\"pus\"",
            "[]",
            "[\"payroll\"]",
            "[[\"push\"]]",
            "[{\"push\":1}]",
            "{\"push\":true}",
            "42",
            "true")) {
      refuse("aud " + aud, rs256(claims("aud", aud)));
    }
    add("aud a list", Expected.ALLOWED, rs256(claims("aud", "[\"payroll\",\"push\"]")));
  }

  private void users() {
    refuse("no sub", rs256(claims("sub", null)));
    for (String sub :
        List.of(
            "null",
            "4.2",
            "42.0",
            "1e3",
            "12345678901234567890",
            "true",
            "[\"maya\"]",
            "{\"id\":42}")) {
      refuse("sub " + sub, rs256(claims("sub", sub)));
    }
    add("sub a number", Expected.ALLOWED, rs256(claims("sub", "42")));
    add("sub a negative number", Expected.ALLOWED, rs256(claims("sub", "-42")));
    add("sub the largest number", Expected.ALLOWED, rs256(claims("sub", "9223372036854775807")));
    forbid("sub empty", "sub", "\"\"");
    forbid("sub blank", "sub", "\" \"");
  }

  private void scopes() {
    forbid("no scope", "scope", null);
    for (String scope :
        List.of(
            "null",
            "\"\"",
            "\"admin\"",
            "\"chatpush.admin\"",
            "\"chatpush.content chatpush.redrive chatpush.admin\"",
            "\"CHATPUSH.READ\"",
            "\"chatpush.reader\"",
            "\"my.chatpush.read\"",
            "\"chatpush.*\"",
            "\"*\"",
            "\"SCOPE_chatpush.read\"",
            "\"chatpush.read,chatpush.admin\"",
            "\"chatpush.read\\tchatpush.admin\"",
            "42",
            "true",
            "[]",
            "[null]",
            "[42]",
            "[[\"admin\"]]",
            "[[\"chatpush.read\"]]",
            "[{\"admin\":1}]",
            "[{\"chatpush.read\":1}]",
            "{\"chatpush.read\":true}",
            "{\"scope\":\"chatpush.read\"}",
            "[\"chatpush.read chatpush.admin\"]")) {
      forbid("scope " + scope, "scope", scope);
    }
    for (String claim : List.of("authorities", "roles", "scopes", "permissions")) {
      cases.add(
          new Case(
              claim + " instead of scope",
              Expected.FORBIDDEN,
              bearer(rs256(claims("scope", null, claim, "[\"chatpush.read\"]"))),
              ""));
    }
    add("one scope", Expected.ALLOWED, rs256(claims("scope", "\"chatpush.read\"")));
    add(
        "a scope twice",
        Expected.ALLOWED,
        rs256(claims("scope", "\"chatpush.read chatpush.read\"")));
    add("a list of scopes", Expected.ALLOWED, rs256(claims("scope", "[\"x\",\"chatpush.read\"]")));
    add("a mixed list", Expected.ALLOWED, rs256(claims("scope", "[42,[],\"chatpush.read\"]")));
    add("scp", Expected.ALLOWED, rs256(claims("scope", null, "scp", "[\"chatpush.read\"]")));
  }

  private void apps() {
    forbid("no app", "app", null);
    for (String app :
        List.of(
            "null",
            "\"\"",
            "\"other\"",
            "\"Demo\"",
            "\"demo \"",
            "\"demo,other\"",
            "\"demo other\"",
            "\"demo\\u0000\"",
            "\"*\"",
            "[\"*\"]",
            "\"%64emo\"",
            "42",
            "true",
            "[]",
            "[null]",
            "[\"other\"]",
            "[[\"demo\"]]",
            "[{\"demo\":1}]",
            "{\"demo\":true}",
            "{\"app\":\"demo\"}")) {
      forbid("app " + app, "app", app);
    }
    add("a list of apps", Expected.ALLOWED, rs256(claims("app", "[\"other\",\"demo\"]")));
    add("a mixed list of apps", Expected.ALLOWED, rs256(claims("app", "[42,{},\"demo\"]")));
    cases.add(
        new Case(
            "our own claim of all apps",
            Expected.FORBIDDEN,
            bearer(rs256(claims("app", null, ClaimMapping.ALL_APPS, "true"))),
            ""));
  }

  private void add(String name, Expected expected, String token) {
    cases.add(new Case(name, expected, bearer(token), ""));
  }

  private void refuse(String name, String token) {
    add(name, Expected.UNAUTHENTICATED, token);
  }

  private void forbid(String name, String claim, @Nullable String value) {
    add(name, Expected.FORBIDDEN, rs256(claims(claim, value)));
  }

  private void addHeader(String name, Expected expected, String header) {
    cases.add(new Case(name, expected, header.isEmpty() ? "" : header + "\r\n", ""));
  }

  private static String bearer(String token) {
    return "Authorization: Bearer " + token + "\r\n";
  }

  /** Claims of an operator maya of the app demo, but for these names and values in JSON. */
  private String claims(@Nullable String... changes) {
    return json(ISSUER, changes);
  }

  private String published() {
    return json(PUBLISHED);
  }

  private String json(String issuer, @Nullable String... changes) {
    Map<String, @Nullable String> claims = new LinkedHashMap<>();
    claims.put("iss", quoted(issuer));
    claims.put("aud", quoted(AUDIENCE));
    claims.put("sub", "\"maya\"");
    claims.put("app", "\"demo\"");
    claims.put(
        "scope",
        quoted(Stream.of(Scope.values()).map(Scope::value).collect(Collectors.joining(" "))));
    claims.put("iat", "" + now);
    claims.put("exp", "" + (now + 3600));
    for (int i = 0; i < changes.length; i += 2) {
      claims.put(String.valueOf(changes[i]), changes[i + 1]);
    }
    return claims.entrySet().stream()
        .filter(claim -> claim.getValue() != null)
        .map(claim -> quoted(claim.getKey()) + ":" + claim.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private String rs256(String claims) {
    return signed(RS256, claims, rsa, "SHA256withRSA");
  }

  private static String unsigned(String header, String claims) {
    return base64(header) + "." + base64(claims);
  }

  private static String signed(String header, String claims, RSAKey key, String algorithm) {
    String unsigned = unsigned(header, claims);
    try {
      return unsigned
          + "."
          + BASE64URL.encodeToString(sign(unsigned, key.toPrivateKey(), algorithm));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** In the form of RFC 7518, two numbers of 32 bytes, or in that of X.509. */
  private String ecSigned(String header, String claims, boolean asTwoNumbers) {
    String unsigned = unsigned(header, claims);
    try {
      return unsigned
          + "."
          + BASE64URL.encodeToString(
              sign(
                  unsigned,
                  publishedEc.toPrivateKey(),
                  asTwoNumbers ? "SHA256withECDSAinP1363Format" : "SHA256withECDSA"));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] sign(String unsigned, PrivateKey key, String algorithm) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(unsigned.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hmac(String algorithm, String claims, byte[] secret) {
    String unsigned = unsigned("{\"alg\":\"%s\"}".formatted(algorithm), claims);
    try {
      Mac mac = Mac.getInstance(algorithm.replace("HS", "HmacSHA"));
      mac.init(new SecretKeySpec(secret, "HMAC"));
      return unsigned
          + "."
          + BASE64URL.encodeToString(mac.doFinal(unsigned.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String zeros(int bytes) {
    return BASE64URL.encodeToString(new byte[bytes]);
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private static String base64(String text) {
    return BASE64URL.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] encoded(JWK key) {
    try {
      return key.toRSAKey().toPublicKey().getEncoded();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private String pem() {
    return "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
        .formatted(Base64.getMimeEncoder().encodeToString(encoded(rsa)));
  }

  private Path publicKey(Path directory) {
    try {
      return Files.writeString(directory.resolve("login.pem"), pem());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
