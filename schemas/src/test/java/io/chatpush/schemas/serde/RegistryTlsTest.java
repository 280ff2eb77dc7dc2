package io.chatpush.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.schemas.serde.RegistrySettings.Tls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTlsTest {

  private static final String PASSWORD = "for-this-test";

  @TempDir private static Path directory;
  private static Path keys;
  private static Path strangersKeys;
  private static Path certificate;

  @BeforeAll
  static void makeKeys() throws IOException, InterruptedException {
    keys = directory.resolve("keys.p12");
    strangersKeys = directory.resolve("stranger.p12");
    certificate = directory.resolve("certificate.pem");
    for (Path store : List.of(keys, strangersKeys)) {
      keytool(
          "-genkeypair",
          "-keystore",
          store.toString(),
          "-alias",
          "node",
          "-dname",
          "CN=node",
          "-keyalg",
          "EC",
          "-ext",
          "san=ip:127.0.0.1",
          "-storetype",
          "PKCS12");
    }
    keytool(
        "-exportcert",
        "-rfc",
        "-keystore",
        keys.toString(),
        "-alias",
        "node",
        "-file",
        certificate.toString());
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", PASSWORD, "-keypass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private static SSLContext server() {
    Tls.Store store = new Tls.Store(keys.toString(), "PKCS12", new Password(PASSWORD));
    return TlsContext.of(new Tls(store, store, null));
  }

  private static Map<String, String> trusting(String url, Path store, String type) {
    return Map.of(
        "schema.registry.url", url,
        "schema.registry.ssl.truststore.location", store.toString(),
        "schema.registry.ssl.truststore.password", PASSWORD,
        "schema.registry.ssl.truststore.type", type,
        "max.retries", "0");
  }

  @Test
  void trustsWhomTheTrustStoreNames() {
    try (FakeRegistry registry = new FakeRegistry(server());
        SchemaRegistryClient pkcs12 =
            SchemaRegistryClient.of(trusting(registry.url(), keys, "PKCS12"));
        SchemaRegistryClient pem =
            SchemaRegistryClient.of(trusting(registry.url(), certificate, "PEM"))) {
      assertThat(pkcs12.reachable()).isTrue();
      assertThat(pem.reachable()).isTrue();
    }
  }

  @Test
  void trustsNobodyElse() {
    try (FakeRegistry registry = new FakeRegistry(server());
        SchemaRegistryClient stranger =
            SchemaRegistryClient.of(trusting(registry.url(), strangersKeys, "PKCS12"));
        SchemaRegistryClient wrongName =
            SchemaRegistryClient.of(
                trusting(registry.url().replace("127.0.0.1", "localhost"), keys, "PKCS12"));
        SchemaRegistryClient jdk =
            SchemaRegistryClient.of(
                Map.of("schema.registry.url", registry.url(), "max.retries", "0"))) {
      for (SchemaRegistryClient client : List.of(stranger, wrongName, jdk)) {
        assertThatThrownBy(() -> client.schema(1))
            .isInstanceOf(RegistryUnavailableException.class)
            .hasMessageContaining("SSLHandshakeException");
      }
    }
  }

  @Test
  void showsItsOwnCertificateWhereAsked() {
    try (FakeRegistry registry = FakeRegistry.askingForCertificates(server())) {
      Map<String, String> anonymous = trusting(registry.url(), keys, "PKCS12");
      Map<String, String> known = new HashMap<>(anonymous);
      known.put("schema.registry.ssl.keystore.location", keys.toString());
      known.put("schema.registry.ssl.keystore.password", PASSWORD);
      try (SchemaRegistryClient without = SchemaRegistryClient.of(anonymous);
          SchemaRegistryClient with = SchemaRegistryClient.of(known)) {
        assertThat(without.reachable()).isFalse();
        assertThat(with.reachable()).isTrue();
      }
    }
  }

  @Test
  void missingFileIsNamed() {
    String url = "https://127.0.0.1:1";
    assertThatThrownBy(
            () -> SchemaRegistryClient.of(trusting(url, Path.of("/nowhere.p12"), "PKCS12")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("/nowhere.p12 cannot be read");
  }
}
