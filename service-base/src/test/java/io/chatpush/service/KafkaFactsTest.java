package io.chatpush.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Without a broker: nobody listens at port 1. */
class KafkaFactsTest {

  private static final String SECRET = "not-to-be-told";

  @Test
  void tellsHowItIsConnectedAndNoSecret() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", List.of("127.0.0.1:1"));
    settings.put("security.protocol", "SASL_PLAINTEXT");
    settings.put("sasl.mechanism", "SCRAM-SHA-512");
    settings.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"fixture\""
            + " password=\""
            + SECRET
            + "\";");
    settings.put("ssl.key.password", SECRET);
    settings.put("ssl.keystore.password", SECRET);
    settings.put("ssl.truststore.password", SECRET);
    settings.put("basic.auth.user.info", "fixture:" + SECRET);
    String registry = "http://fixture:" + SECRET + "@127.0.0.1:1/registry";
    settings.put("schema.registry.url", registry);
    KafkaFacts facts = new KafkaFacts(settings, registry, List.of());
    assertThat(new StartReport("ready", List.of(facts)).text())
        .isEqualTo(
            """
            ready
              Kafka     127.0.0.1:1, which does not tell more, login by SCRAM-SHA-512, no TLS
              registry  http://127.0.0.1:1/registry\
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://127.0.0.1:1/a|http://127.0.0.1:1/a",
        "https://one:two@localhost,http://localhost:2|https://localhost, http://localhost:2",
        "http://one:t/w?o@localhost|no URL",
        "http://one:[two@localhost|no URL",
        "''|no URL"
      })
  void tellsUrlsWithoutUserAndPassword(String url, String told) {
    assertThat(KafkaFacts.withoutLogins(url)).isEqualTo(told);
  }
}
