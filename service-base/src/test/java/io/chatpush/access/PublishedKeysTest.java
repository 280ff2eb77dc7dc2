package io.chatpush.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.URLBasedJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.proc.SimpleSecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import io.chatpush.access.PublishedKeys.Pace;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class PublishedKeysTest {

  private static final Duration OUTAGE = Duration.ofSeconds(3);

  private final JWK key = TokenIssuer.ecKey("one");
  private final JwkSetEndpoint endpoint = new JwkSetEndpoint(key);

  @AfterEach
  void close() {
    endpoint.close();
  }

  @Test
  void keepsKeysForAWhileWhenTheyCannotBeFetched(CapturedOutput output) throws Exception {
    PublishedKeys keys = hasty();
    assertThat(named("one", keys)).hasSize(1);

    endpoint.down(true);

    await("a fetch that fails")
        // On a busy machine a token may wait for another's fetch for longer than this hasty pace.
        .ignoreExceptionsInstanceOf(JWKSetUnavailableException.class)
        .untilAsserted(() -> {
          assertThat(named("one", keys)).hasSize(1);
          assertThat(output)
              .contains("The keys at the issuer cannot be fetched; those from before");
        });
    await("the end of patience")
        .untilAsserted(() ->
            assertThatThrownBy(() -> named("one", keys)).isInstanceOf(KeySourceException.class));

    endpoint.down(false);

    await("recovery").ignoreExceptions().until(() -> named("one", keys).size() == 1);
  }

  @Test
  void dropsAKeyThatIsPublishedNoMore() throws Exception {
    PublishedKeys keys = hasty();
    assertThat(named("one", keys)).hasSize(1);

    endpoint.publish(TokenIssuer.ecKey("two"));

    await("the next fetch").ignoreExceptions().until(() -> named("one", keys).isEmpty());
    await("the new key").ignoreExceptions().until(() -> named("two", keys).size() == 1);
  }

  private PublishedKeys hasty() throws MalformedURLException {
    JWKSetSource<SecurityContext> source =
        new URLBasedJWKSetSource<>(
            URI.create(endpoint.uri()).toURL(), new DefaultResourceRetriever(2_000, 2_000));
    return PublishedKeys.from(
        source,
        "the issuer",
        new Pace(
            Duration.ofMillis(200),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(20),
            OUTAGE));
  }

  private static List<JWK> named(String kid, PublishedKeys keys) throws KeySourceException {
    return keys.get(
        new JWKSelector(new JWKMatcher.Builder().keyID(kid).build()), new SimpleSecurityContext());
  }
}
