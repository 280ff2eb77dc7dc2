package io.chatpush.token.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.fcm.simulator.http.TlsIdentity;
import io.chatpush.token.device.InstanceAddress;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances, of which one has all devices. */
class InstancesHttpTest {

  private static final String SECRET = "a secret that all of the instances share";

  @TempDir private static Path directory;

  @Test
  void asksWithACredentialInsteadOfTheAccessToken() throws IOException {
    String secret = secret("shared", SECRET);
    // Their keys differ: an access token of one is worth nothing at the other.
    try (HttpEdge other = HttpEdge.start(directory("other"), secret);
        HttpEdge asking = HttpEdge.start(directory("asking"), secret)) {
      register(other);
      asking.directory().moveTo(new InstanceAddress("127.0.0.1", other.port()));

      assertThat(asking.send(asking.authenticated("/v1/apps/demo/devices")).body())
          .contains("phone");
      HttpResponse<String> notAnOperator =
          asking.send(asking.authenticated("/v1/apps/demo/users/maya/devices"));
      assertThat(notAnOperator.statusCode()).isEqualTo(403);
    }
  }

  @Test
  void isRefusedWhereTheSecretsDiffer() throws IOException {
    try (HttpEdge other = HttpEdge.start(directory("other"), secret("one", SECRET));
        HttpEdge asking = HttpEdge.start(directory("asking"), secret("two", SECRET + "!"))) {
      asking.directory().moveTo(new InstanceAddress("127.0.0.1", other.port()));

      HttpResponse<String> answer = asking.send(asking.authenticated("/v1/apps/demo/devices"));

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("chatpush.instances.secret-location differ");
    }
  }

  @Test
  void saysWhatIsMissingWithoutASecret() throws IOException {
    try (HttpEdge asking = HttpEdge.start(directory("asking"))) {
      asking.directory().moveTo(new InstanceAddress("127.0.0.1", 1));

      HttpResponse<String> answer = asking.send(asking.authenticated("/v1/apps/demo/devices"));

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("chatpush.instances.secret-location");
    }
  }

  @Test
  void asksByHttpsWhereABundleSaysWhomToTrust() throws IOException {
    Path keys = directory("tls");
    var _ = TlsIdentity.keptIn(keys, Clock.systemUTC().instant());
    String certificate = keys.resolve("certificate.pem").toString();
    String secret = secret("shared", SECRET);
    String trust = "--spring.ssl.bundle.pem.instances.truststore.certificate=" + certificate;
    String bundle = "--chatpush.instances.ssl-bundle=instances";
    try (HttpEdge other =
            HttpEdge.start(
                directory("other"),
                secret,
                "--server.ssl.bundle=own",
                "--spring.ssl.bundle.pem.own.keystore.certificate=" + certificate,
                "--spring.ssl.bundle.pem.own.keystore.private-key="
                    + keys.resolve("private-key.pem"));
        HttpEdge asking = HttpEdge.start(directory("asking"), secret, trust, bundle)) {
      asking.directory().moveTo(new InstanceAddress("127.0.0.1", other.port()));

      HttpResponse<String> answer = asking.send(asking.authenticated("/v1/apps/demo/devices"));

      assertThat(answer.body()).isEqualTo("{\"devices\":[]}");
    }
  }

  private static void register(HttpEdge other) {
    HttpRequest.Builder phone =
        other
            .authenticated("/v1/apps/demo/devices/phone")
            .header("Content-Type", "application/json")
            .PUT(
                BodyPublishers.ofString(
                    "{\"address\":{\"type\":\"TOKEN\",\"value\":\"x\"},\"platform\":\"IOS\"}"));
    assertThat(other.send(phone).statusCode()).isEqualTo(202);
  }

  private static String secret(String name, String secret) throws IOException {
    return "--chatpush.instances.secret-location="
        + Files.writeString(directory.resolve(name), secret);
  }

  private static Path directory(String name) throws IOException {
    return Files.createDirectories(directory.resolve(name));
  }
}
