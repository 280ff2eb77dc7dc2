package io.chatpush.token.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClaimMappingTest {

  @Test
  void leavesClaimsThatAreWhereTheyBelong() {
    Map<String, Object> mapped =
        mapping("sub", "app", null, Map.of())
            .convert(Map.of("sub", "maya", "app", List.of("a", "b"), "scope", "x y", "more", 1));

    assertThat(mapped)
        .containsEntry("sub", "maya")
        .containsEntry("app", List.of("a", "b"))
        .containsEntry("scope", "x y")
        .containsEntry("more", 1);
  }

  @Test
  void takesClaimsFromWhereTheSettingsSay() {
    Map<String, Object> mapped =
        mapping("who.name", "https://example.com/app", "who.may", Map.of("one", "a", "two", "b"))
            .convert(
                Map.of(
                    "sub", "account",
                    "app", "not-mine",
                    "scp", List.of("admin"),
                    "https://example.com/app", List.of("two", "three", 4),
                    "who", Map.of("name", "maya", "may", List.of("x", 7))));

    assertThat(mapped)
        .containsEntry("sub", "maya")
        .containsEntry("app", List.of("b"))
        .containsEntry("scope", List.of("x"))
        .doesNotContainKey("scp");
  }

  @Test
  void letsNothingShineThroughWhereAClaimIsMissingOrOfAnotherType() {
    Map<String, Object> mapped =
        mapping("grants.identity", "grants.chat.service_sid", "grants.scopes", Map.of("x", "y"))
            .convert(
                Map.of(
                    "sub", "account",
                    "app", "y",
                    "scope", "admin",
                    "scp", "admin",
                    "grants", Map.of("identity", 7, "chat", "text")));

    assertThat(mapped).doesNotContainKeys("sub", "app", "scope", "scp");
  }

  @Test
  void knowsBothNamesOfScopes() {
    ClaimMapping mapping = mapping("sub", "app", null, Map.of());

    assertThat(mapping.convert(Map.of("scp", List.of("x"))))
        .containsEntry("scope", List.of("x"))
        .doesNotContainKey("scp");
    assertThat(mapping.convert(Map.of("scope", "y", "scp", "x"))).containsEntry("scope", "y");
  }

  private static ClaimMapping mapping(
      String user, String app, @Nullable String scope, Map<String, String> apps) {
    return new ClaimMapping(
        new AccessProperties.Issuer(
            null, true, null, null, null, null, null, Duration.ZERO, user, app, scope, apps));
  }
}
