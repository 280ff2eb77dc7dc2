package io.chatpush.fcm.simulator.oauth;

import io.netty.util.AsciiString;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The bearers issued and not expired. Safe for use by several threads. */
public final class AccessTokens {

  private static final String PREFIX = "Bearer ";

  private final SecureRandom random = new SecureRandom();
  private final Map<AsciiString, Grant> grants = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;
  private volatile Duration lifetime;

  /**
   * None issued.
   *
   * @param nanoTime as {@link System#nanoTime()}
   */
  public AccessTokens(Duration lifetime, LongSupplier nanoTime) {
    this.lifetime = lifetime;
    this.nanoTime = nanoTime;
  }

  /**
   * What a bearer is good for.
   *
   * @param project empty for any
   */
  public record Grant(String project, long expiresAt) {

    public boolean allows(String wanted) {
      return project.isEmpty() || project.equals(wanted);
    }
  }

  public Duration lifetime() {
    return lifetime;
  }

  /** For tokens issued from now on. */
  public void lifetime(Duration duration) {
    lifetime = duration;
  }

  /** Issues a token for a project, or for any if it is empty. */
  public String issue(String project) {
    long now = nanoTime.getAsLong();
    grants.values().removeIf(grant -> now - grant.expiresAt >= 0);
    byte[] bytes = new byte[120];
    random.nextBytes(bytes);
    String token = "ya29.c." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    grants.put(new AsciiString(PREFIX + token), new Grant(project, now + lifetime.toNanos()));
    return token;
  }

  /** What the value of an authorization header is good for, null if for nothing. */
  public @Nullable Grant grant(CharSequence authorization) {
    AsciiString key = AsciiString.of(authorization);
    Grant grant = grants.get(key);
    return grant == null || nanoTime.getAsLong() - grant.expiresAt >= 0 ? null : grant;
  }

  /** Lets every token expire now. */
  public void revokeAll() {
    grants.clear();
  }
}
