package io.chatpush.schemas.serde;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * Where the schema registry is and how to talk to it. Serdes with equal settings share one cache.
 *
 * @param endpoints the nodes of one registry, in the order they are tried; at least one
 * @param readTimeout for one whole answer of one node
 * @param maxRetries how often all nodes are asked again after the first time
 * @param retryWait before the first of these rounds; doubles each time up to {@code retryMaxWait}
 * @param lookupWait how long a serde waits for an answer about a new schema id or subject
 * @param missingGrace how long an "unknown" of a schema id is not believed yet, because a node may
 *     not have caught up
 * @param missingTtl how long an "unknown" of the registry is believed then
 * @param missingSize how many schema ids and subjects without an answer are remembered
 */
record RegistrySettings(
    List<Endpoint> endpoints,
    Tls tls,
    Duration connectTimeout,
    Duration readTimeout,
    int maxRetries,
    Duration retryWait,
    Duration retryMaxWait,
    Duration lookupWait,
    Duration missingGrace,
    Duration missingTtl,
    int missingSize) {

  /**
   * One node.
   *
   * @param base its URL without user info and without a slash at the end
   * @param authorization the value of the header, if any
   */
  record Endpoint(URI base, @Nullable Password authorization) {}

  /** Key material; where a store is absent, the JDK's own trust and no client certificate. */
  record Tls(@Nullable Store trust, @Nullable Store identity, @Nullable Password keyPassword) {

    /**
     * A key store file.
     *
     * @param type PKCS12 or JKS; for trust PEM too
     */
    record Store(String location, String type, @Nullable Password password) {}
  }

  /** The URLs as an operator knows them, without credentials. */
  String urls() {
    return endpoints.stream().map(e -> e.base().toString()).collect(Collectors.joining(", "));
  }
}
