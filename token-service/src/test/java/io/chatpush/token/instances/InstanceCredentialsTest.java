package io.chatpush.token.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.chatpush.settings.InvalidSettingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

class InstanceCredentialsTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final String SECRET = "a secret that all of the instances share";
  private static final String NEW_SECRET = "the secret that comes after the first one";
  private static final String PATH = "/v1/apps/demo/users/a%7Cb/devices?x=1";
  private static final JwtAuthenticationToken OPERATOR =
      new JwtAuthenticationToken(
          Jwt.withTokenValue("the access token")
              .header("alg", "RS256")
              .subject("operator")
              .claim("app", List.of("demo"))
              .claim("email", "someone@example.com")
              .build(),
          AuthorityUtils.createAuthorityList("SCOPE_admin"));

  @TempDir private static Path directory;

  @Test
  void namesTheCallerToAnotherInstance() throws IOException {
    String credential = credentials(NOW, SECRET).issue(OPERATOR, "GET", PATH);

    JwtAuthenticationToken caller =
        credentials(NOW.plusSeconds(20), SECRET).verify(credential, "GET", PATH).orElseThrow();

    assertThat(caller.getToken().getSubject()).isEqualTo("operator");
    assertThat(caller.getToken().getClaims().get("app")).isEqualTo(List.of("demo"));
    assertThat(caller.getAuthorities()).hasToString("[SCOPE_admin]");
    assertThat(caller.getToken().getClaims()).doesNotContainKey("email");
    assertThat(caller.getToken().getTokenValue()).isNotEqualTo("the access token");
  }

  @Test
  void isForOneMethodOnePathAndHalfAMinute() throws IOException {
    String credential = credentials(NOW, SECRET).issue(OPERATOR, "GET", PATH);

    assertThat(credentials(NOW, SECRET).verify(credential, "DELETE", PATH)).isEmpty();
    assertThat(credentials(NOW, SECRET).verify(credential, "GET", PATH + "0")).isEmpty();
    assertThat(credentials(NOW.plusSeconds(41), SECRET).verify(credential, "GET", PATH)).isEmpty();
    assertThat(credentials(NOW.minusSeconds(11), SECRET).verify(credential, "GET", PATH)).isEmpty();
  }

  @Test
  void needsASharedSecret() throws IOException {
    String credential = credentials(NOW, SECRET).issue(OPERATOR, "GET", PATH);

    assertThat(credentials(NOW, NEW_SECRET).verify(credential, "GET", PATH)).isEmpty();
    assertThat(InstanceCredentials.read(null, clock(NOW)).verify(credential, "GET", PATH))
        .isEmpty();
    assertThat(InstanceCredentials.read(null, clock(NOW)).exist()).isFalse();
  }

  @Test
  void letsASecretBeReplacedInSteps() throws IOException {
    InstanceCredentials old = credentials(NOW, SECRET);
    InstanceCredentials knowsBoth = credentials(NOW, SECRET, NEW_SECRET);
    InstanceCredentials signsWithNew = credentials(NOW, NEW_SECRET, SECRET);

    assertThat(knowsBoth.verify(old.issue(OPERATOR, "GET", PATH), "GET", PATH)).isPresent();
    assertThat(old.verify(knowsBoth.issue(OPERATOR, "GET", PATH), "GET", PATH)).isPresent();
    assertThat(knowsBoth.verify(signsWithNew.issue(OPERATOR, "GET", PATH), "GET", PATH))
        .isPresent();
  }

  @Test
  void readsAChangedFileAgainAndKeepsItsSecretsWhereItIsNoneAnyMore() throws IOException {
    Path file = Files.writeString(directory.resolve("replaced"), SECRET + "\n");
    InstanceCredentials credentials = InstanceCredentials.read(file, clock(NOW));
    String credential = credentials(NOW, NEW_SECRET).issue(OPERATOR, "GET", PATH);
    assertThat(credentials.verify(credential, "GET", PATH)).isEmpty();

    Files.writeString(file, NEW_SECRET + "\n\n" + SECRET + "\n");
    assertThat(credentials.verify(credential, "GET", PATH)).isPresent();

    Files.writeString(file, "");
    assertThat(credentials.verify(credential, "GET", PATH)).isPresent();
  }

  @Test
  void refusesOddTokens() throws Exception {
    InstanceCredentials credentials = credentials(NOW, SECRET);
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .audience("chatpush-token-service-instance")
            .issueTime(Date.from(NOW))
            .expirationTime(Date.from(NOW.plus(Duration.ofSeconds(30))))
            .claim("htm", "GET")
            .claim("htu", PATH)
            .claim("caller", Map.of("sub", "a"))
            .claim("authorities", List.of())
            .build();
    SignedJWT withoutType = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    withoutType.sign(new MACSigner(SECRET.getBytes(StandardCharsets.UTF_8)));

    for (String odd :
        List.of(
            "",
            "null",
            "true",
            "a.b.c",
            "..",
            "eyJhbGciOiJub25lIn0.e30.",
            withoutType.serialize())) {
      assertThat(credentials.verify(odd, "GET", PATH)).as("\"%s\"", odd).isEmpty();
    }
  }

  @Test
  void refusesAFileWithoutSecrets() throws IOException {
    Path empty = Files.createTempFile(directory, "empty", "");
    Path placeholder = Files.writeString(directory.resolve("short"), SECRET + "\nPLACEHOLDER\n");

    for (Path file :
        List.of(empty, placeholder, directory.resolve("missing"), directory.resolve("a/b"))) {
      assertThatThrownBy(() -> InstanceCredentials.read(file, clock(NOW)))
          .isInstanceOf(InvalidSettingException.class)
          .hasMessageStartingWith("chatpush.instances.secret-location names a file ")
          .hasMessageNotContaining("PLACEHOLDER");
    }
  }

  private static InstanceCredentials credentials(Instant now, String... secrets)
      throws IOException {
    Path file = Files.createTempFile(directory, "secrets", "");
    return InstanceCredentials.read(
        Files.writeString(file, String.join("\n", secrets) + "\n"), clock(now));
  }

  private static Clock clock(Instant now) {
    return Clock.fixed(now, ZoneOffset.UTC);
  }
}
