package io.chatpush.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.cli.service.OperatorScopes;
import io.chatpush.problem.ProblemException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.Jwt;

class AccessGrantTest {

  @Test
  void isForTheAppsThatTheTokenNames() {
    AccessGrant grant = grant(List.of("a", "b"), false);

    assertThat(grant.onlyApps()).containsExactlyInAnyOrder("a", "b");
    assertThat(grant.isFor("b")).isTrue();
    assertThat(grant.isFor("c")).isFalse();
    assertThat(grant.isFor(null)).as("an app that is not known").isFalse();
    assertThatThrownBy(() -> grant.requireApp("c")).isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> grant.requireApp(null)).isInstanceOf(ProblemException.class);
  }

  @Test
  void isForAllAppsAndThoseNotKnown() {
    AccessGrant grant = grant(List.of(), true);

    assertThat(grant.onlyApps()).isNull();
    assertThat(grant.isFor("c")).isTrue();
    assertThat(grant.isFor(null)).isTrue();
  }

  @Test
  void refusesATokenForNoApp() {
    assertThatThrownBy(() -> grant(List.of(), false).onlyApps())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("names no app");
  }

  @Test
  void takesNoScopeForAnother() {
    AccessGrant grant = grant("a", false);
    grant.require(Scope.ADMIN);

    for (Scope scope : List.of(Scope.READ, Scope.CONTENT, Scope.REDRIVE)) {
      assertThatThrownBy(() -> grant.require(scope))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining(scope.value());
    }
  }

  @Test
  void hasTheScopesThatTheCommandsAskFor() {
    assertThat(
            List.of(
                OperatorScopes.READ,
                OperatorScopes.REDRIVE,
                OperatorScopes.CONTENT,
                OperatorScopes.ADMIN,
                OperatorScopes.PUBLISH))
        .isEqualTo(Stream.of(Scope.values()).map(Scope::value).toList());
  }

  private static AccessGrant grant(Object apps, boolean all) {
    return AccessGrant.of(
        Jwt.withTokenValue("token")
            .header("alg", "RS256")
            .subject("operator")
            .claim(ClaimMapping.APP, apps)
            .claim(ClaimMapping.ALL_APPS, all)
            .claim(ClaimMapping.SCOPE, "chatpush.admin chatpush.admin")
            .build());
  }
}
