package io.chatpush.access;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.OutageTolerantJWKSetSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.jwk.source.URLBasedJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.jose.util.events.Event;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that an issuer publishes as a JWK set. They are fetched with the first token, again
 * before they are old, and at once when a token names a key that is not among them. What they are
 * fetched for waits; everything else does not.
 *
 * <p>Thread-safe.
 */
final class PublishedKeys implements JWKSource<SecurityContext> {

  private static final Logger log = LoggerFactory.getLogger(PublishedKeys.class);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(3);

  /** Of the largest answer that is read: some hundred keys. */
  private static final int LARGEST_BYTES = 256 * 1024;

  private static final JWKSelector ANY = new JWKSelector(new JWKMatcher.Builder().build());

  private final JWKSource<SecurityContext> source;

  private PublishedKeys(JWKSource<SecurityContext> source) {
    this.source = source;
  }

  /** The keys at an address. */
  static PublishedKeys at(URL jwkSet) {
    return from(new URLBasedJWKSetSource<>(jwkSet, http()), jwkSet.toString(), Pace.USUAL);
  }

  /** The keys of an issuer that says itself where they are. */
  static PublishedKeys of(String issuer) {
    return from(new DiscoveredKeys(issuer, http()), issuer, Pace.USUAL);
  }

  /**
   * @param name of the source in a log line
   */
  static PublishedKeys from(JWKSetSource<SecurityContext> keys, String name, Pace pace) {
    return new PublishedKeys(
        JWKSourceBuilder.create(keys)
            .cache(pace.timeToLive().toMillis(), pace.longestFetch().toMillis())
            .refreshAheadCache(
                pace.ahead().toMillis(),
                null,
                Executors.newVirtualThreadPerTaskExecutor(),
                true,
                null,
                false)
            .rateLimited(pace.betweenFetches().toMillis())
            .outageTolerant(pace.outage().toMillis(), outage -> warn(name, outage))
            .build());
  }

  @Override
  public List<JWK> get(JWKSelector selector, SecurityContext context) throws KeySourceException {
    try {
      return source.get(selector, context);
    } catch (RateLimitReachedException e) {
      // Thrown both when there are no keys and when this one is not among them. The second is an
      // answer: whoever invents names of keys must not look like an outage.
      source.get(ANY, context);
      return List.of();
    }
  }

  private static void warn(
      String name, Event<OutageTolerantJWKSetSource<SecurityContext>, SecurityContext> outage) {
    if (outage instanceof OutageTolerantJWKSetSource.OutageEvent<SecurityContext> event) {
      log.warn(
          "The keys at {} cannot be fetched; those from before stay in use for {}: {}",
          name,
          Duration.ofMillis(event.getRemainingTime()),
          event.getException().getMessage());
    }
  }

  private static ResourceRetriever http() {
    return new DefaultResourceRetriever(
        (int) CONNECT_TIMEOUT.toMillis(), (int) READ_TIMEOUT.toMillis(), LARGEST_BYTES);
  }

  /**
   * How often keys are fetched.
   *
   * @param timeToLive how long they are used without asking; so long does a key that was withdrawn
   *     stay accepted
   * @param ahead how long before that they are fetched again while they are still used
   * @param longestFetch how long a token waits for a fetch that another has begun
   * @param betweenFetches in which there are two at most, whatever the tokens say
   * @param outage how long they are used if they cannot be fetched
   */
  record Pace(
      Duration timeToLive,
      Duration ahead,
      Duration longestFetch,
      Duration betweenFetches,
      Duration outage) {

    /** The library's figures; an outage is ten times the life of a key. */
    static final Pace USUAL =
        new Pace(
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofMinutes(50));
  }
}
