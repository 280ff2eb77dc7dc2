package io.chatpush.access;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.URLBasedJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.util.Map;

/**
 * The JWK set of an issuer that says at a well-known address where it is. Asked with each fetch, so
 * that an issuer may move its keys.
 *
 * @see <a href="https://openid.net/specs/openid-connect-discovery-1_0.html">OpenID Connect
 *     Discovery</a>
 */
final class DiscoveredKeys implements JWKSetSource<SecurityContext> {

  private static final String WELL_KNOWN = "/.well-known/openid-configuration";

  private final String issuer;
  private final ResourceRetriever http;

  DiscoveredKeys(String issuer, ResourceRetriever http) {
    this.issuer = issuer;
    this.http = http;
  }

  @Override
  public JWKSet getJWKSet(
      JWKSetCacheRefreshEvaluator refresh, long currentTime, SecurityContext context)
      throws KeySourceException {
    return new URLBasedJWKSetSource<>(jwkSet(), http).getJWKSet(refresh, currentTime, context);
  }

  private URL jwkSet() throws JWKSetRetrievalException {
    String address = issuer.replaceFirst("/$", "") + WELL_KNOWN;
    try {
      Map<String, Object> metadata =
          JSONObjectUtils.parse(http.retrieveResource(URI.create(address).toURL()).getContent());
      if (!issuer.equals(JSONObjectUtils.getString(metadata, "issuer"))) {
        throw new JWKSetRetrievalException(address + " is of another issuer", null);
      }
      URI keys = JSONObjectUtils.getURI(metadata, "jwks_uri");
      // Never a file of this machine, nor in clear what began under TLS.
      if (keys == null || !("https".equals(keys.getScheme()) || sameScheme(keys))) {
        throw new JWKSetRetrievalException(address + " names no jwks_uri that will do", null);
      }
      return keys.toURL();
    } catch (IOException | ParseException | IllegalArgumentException e) {
      throw new JWKSetRetrievalException(address + " cannot be read", e);
    }
  }

  private boolean sameScheme(URI keys) {
    return URI.create(issuer).getScheme().equals(keys.getScheme());
  }

  @Override
  public void close() {
    // Nothing stays open between two fetches.
  }
}
