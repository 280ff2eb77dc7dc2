package io.chatpush.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.settings.BoundSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessPropertiesTest {

  private static final String SECRET = "a-secret-of-thirty-two-bytes-sss";

  @Test
  void namesNobodyWithoutSettings() {
    assertThat(TrustedIssuers.of(bound(Map.of())).isEmpty()).isTrue();
  }

  @Test
  void neverPrintsASecret() {
    AccessProperties properties = bound(Map.of("secret", SECRET));

    assertThat(properties.toString()).contains("secret=redacted").doesNotContain(SECRET);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          audiences=x                    ~ "" does not say how its tokens are verified: set one of .discovery, .jwk-set-uri, .public-key-location, .secret or .secret-location.
          secret=x jwk-set-uri=http://h/ ~ "" says in several ways how its tokens are verified: keep one of .discovery, .jwk-set-uri, .public-key-location, .secret or .secret-location.
          discovery=true                 ~ .discovery needs .issuer to be an address with http or https.
          discovery=true issuer=SK1      ~ .discovery needs .issuer to be an address with http or https.
          jwk-set-uri=file:/keys         ~ .jwk-set-uri must be an address with http or https, without a user.
          jwk-set-uri=https://me@h/keys  ~ .jwk-set-uri must be an address with http or https, without a user.
          secret=short                   ~ .secret has fewer than 32 bytes.
          secret=base64:_!               ~ .secret is not base64.
          secret=x issuer=               ~ .issuer is empty.
          secret=x audiences=            ~ .audiences has an empty one: without the setting any audience will do.
          secret=x clock-skew=-1s        ~ .clock-skew is PT-1S, it must be 0s to 5m.
          secret=x clock-skew=301s       ~ .clock-skew is PT5M1S, it must be 0s to 5m.
          secret=x user-claim=a..b       ~ .user-claim must be names of claims with dots between.
          secret=x app-claim=            ~ .app-claim must be names of claims with dots between.
          secret=x scope-claim=a.        ~ .scope-claim must be names of claims with dots between.
          secret=x apps.IS1=             ~ .apps[IS1] is an app id that must not be empty.
          secret-location=/absent        ~ .secret-location names a file that cannot be read.
          public-key-location=/absent    ~ .public-key-location names a file that cannot be read.
          """)
  void saysWhatIsWrong(String settings, String sentence) {
    Map<String, String> values = new HashMap<>();
    for (String setting : settings.split(" +", -1)) {
      int equals = setting.indexOf('=');
      values.put(setting.substring(0, equals), setting.substring(equals + 1));
    }

    assertRefused(values, "chatpush.access.issuers[0]" + sentence.replace("\"\"", ""));
  }

  @Test
  void wantsANameForEachOfSeveralIssuers() {
    assertRefusedInAll(
        Map.of("[0].secret", SECRET, "[0].issuer", "a", "[1].secret", SECRET),
        "chatpush.access.issuers[1].issuer is not set: where there are several issuers, iss tells"
            + " them apart.");
    assertRefusedInAll(
        Map.of("[0].secret", SECRET, "[0].issuer", "a", "[1].secret", SECRET, "[1].issuer", "a"),
        "chatpush.access.issuers[1].issuer is that of another entry: an issuer has one entry.");
  }

  @Test
  void namesTheKeyFileThatHasNone(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("keys"), "\n");

    assertRefused(
        Map.of("secret-location", file.toString()),
        "chatpush.access.issuers[0].secret-location names a file that is empty.");
    assertRefused(
        Map.of("public-key-location", "file:" + file),
        "chatpush.access.issuers[0].public-key-location names a file that has no RSA public key in"
            + " PEM.");
    Files.writeString(file, SECRET + "\nshort\n");
    assertRefused(
        Map.of("secret-location", file.toString()),
        "chatpush.access.issuers[0].secret-location names a file with a secret that has fewer than"
            + " 32 bytes.");
  }

  private static void assertRefused(Map<String, String> issuer, String sentence) {
    assertRefusedInAll(prefixed("[0].", issuer), sentence);
  }

  private static void assertRefusedInAll(Map<String, String> issuers, String sentence) {
    assertThatThrownBy(() -> TrustedIssuers.of(all(issuers)))
        .extracting(BoundSettings::sentence)
        .isEqualTo(sentence);
  }

  private static AccessProperties bound(Map<String, String> issuer) {
    return all(prefixed("[0].", issuer));
  }

  private static AccessProperties all(Map<String, String> issuers) {
    return BoundSettings.bound(
        AccessProperties.class, prefixed("chatpush.access.issuers", issuers));
  }

  private static Map<String, String> prefixed(String prefix, Map<String, String> settings) {
    Map<String, String> prefixed = new HashMap<>();
    settings.forEach((name, value) -> prefixed.put(prefix + name, value));
    return prefixed;
  }
}
