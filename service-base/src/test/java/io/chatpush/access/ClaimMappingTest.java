package io.chatpush.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
                    "grants", Map.of("chat", "text")));

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

  @Test
  void takesAnIntegerForAUser() {
    ClaimMapping mapping = mapping("grants.identity", "app", null, Map.of());

    assertThat(mapping.convert(Map.of("grants", Map.of("identity", 7L)))).containsEntry("sub", "7");
    for (Object user : List.of(7.5, 1e20, true, List.of("maya"), Map.of("id", 7L))) {
      assertThatThrownBy(() -> mapping.convert(Map.of("grants", Map.of("identity", user))))
          .isInstanceOf(UnusableClaimException.class)
          .hasMessageContaining("claim grants.identity is");
    }
  }

  @Test
  void isForAllAppsOnlyWhereTheIssuerMaySayIt() {
    Map<String, Object> all = Map.of("app", List.of("a", "*"), ClaimMapping.ALL_APPS, true);

    assertThat(mapping("sub", "app", null, Map.of()).convert(all))
        .containsEntry("app", List.of("a"))
        .doesNotContainKey(ClaimMapping.ALL_APPS);
    ClaimMapping trusted =
        new ClaimMapping(
            new AccessProperties.Issuer(
                null,
                true,
                null,
                null,
                null,
                null,
                null,
                Duration.ZERO,
                "sub",
                "app",
                true,
                null,
                Map.of()));
    assertThat(trusted.convert(all)).containsEntry(ClaimMapping.ALL_APPS, true);
    assertThat(trusted.convert(Map.of("app", "*"))).containsEntry(ClaimMapping.ALL_APPS, true);
    assertThat(trusted.convert(Map.of("app", "a", ClaimMapping.ALL_APPS, true)))
        .doesNotContainKey(ClaimMapping.ALL_APPS);
  }

  private static ClaimMapping mapping(
      String user, String app, @Nullable String scope, Map<String, String> apps) {
    return new ClaimMapping(
        new AccessProperties.Issuer(
            null,
            true,
            null,
            null,
            null,
            null,
            null,
            Duration.ZERO,
            user,
            app,
            false,
            scope,
            apps));
  }
}
