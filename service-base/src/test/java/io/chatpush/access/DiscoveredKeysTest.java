package io.chatpush.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SimpleSecurityContext;
import com.nimbusds.jose.util.Resource;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoveredKeysTest {

  private static final String ISSUER = "https://login.example.com/";
  private static final String METADATA =
      "https://login.example.com/.well-known/openid-configuration";
  private static final String KEYS = "https://keys.example.com/keys";
  private static final JWKSet KEY_SET = new JWKSet(TokenIssuer.ecKey("one"));

  @Test
  void asksTheIssuerWhereItsKeysAre() throws KeySourceException {
    assertThat(fetched(metadata(ISSUER, KEYS)).getKeyByKeyId("one")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"issuer\": \"https://login.example.com\", \"jwks_uri\":"
            + " \"https://keys.example.com/keys\"}",
        "{\"issuer\": \"https://login.example.com/\", \"jwks_uri\":"
            + " \"http://keys.example.com/keys\"}",
        "{\"issuer\": \"https://login.example.com/\", \"jwks_uri\": \"file:/keys\"}",
        "{\"issuer\": \"https://login.example.com/\", \"jwks_uri\": \"keys\"}",
        "{\"issuer\": \"https://login.example.com/\"}",
        "{}",
        "not JSON"
      })
  void hasNoKeysWhereTheAnswerCannotBeTrusted(String metadata) {
    assertThatThrownBy(() -> fetched(metadata))
        .isInstanceOf(JWKSetUnavailableException.class)
        .hasMessageStartingWith(METADATA);
  }

  private static String metadata(String issuer, String keys) {
    return "{\"issuer\": \"%s\", \"jwks_uri\": \"%s\"}".formatted(issuer, keys);
  }

  private static JWKSet fetched(String metadata) throws KeySourceException {
    Map<String, String> pages =
        Map.of(
            METADATA,
            metadata,
            KEYS,
            KEY_SET.toString(),
            "http://keys.example.com/keys",
            KEY_SET.toString(),
            "file:/keys",
            KEY_SET.toString());
    try (DiscoveredKeys keys =
        new DiscoveredKeys(
            ISSUER,
            address -> {
              String page = pages.get(address.toString());
              if (page == null) {
                throw new IOException("no page");
              }
              return new Resource(page, "application/json");
            })) {
      return keys.getJWKSet(
          JWKSetCacheRefreshEvaluator.noRefresh(), 0, new SimpleSecurityContext());
    }
  }
}
