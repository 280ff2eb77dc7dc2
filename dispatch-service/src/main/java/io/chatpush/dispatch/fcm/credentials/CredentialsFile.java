package io.chatpush.dispatch.fcm.credentials;

import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.AccessToken;
import io.chatpush.settings.InvalidSettingException;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;

/**
 * The credentials file of one app, which may be replaced at any time. A key in it is used from when
 * the token endpoint has given a token for it; as long as the file cannot be used, the key from
 * before is. {@link #check} is called by one thread at a time.
 */
public final class CredentialsFile {

  /** What a look at the file came to. */
  sealed interface Finding {

    /** It holds the key in use. */
    record Unchanged() implements Finding {}

    /** It holds another, which is in use from now on. */
    record Taken() implements Finding {}

    /**
     * It cannot be used.
     *
     * @param reason a sentence that names the setting and the file, and quotes nothing of it
     */
    record Kept(String reason) implements Finding {}
  }

  private final String appId;
  private final String setting;
  private final String file;
  private final HttpTransportFactory transport;
  private final AccessTokens accessTokens;
  private ServiceAccount inUse;

  /**
   * Reads the file.
   *
   * @param appId the app whose pushes are sent with it
   * @param setting the key that names the file, for complaints
   * @param transport of the requests to the token endpoint
   * @throws InvalidSettingException if there is no such file, or no service account in it
   */
  public CredentialsFile(
      String appId, String setting, String file, HttpTransportFactory transport, Clock clock) {
    this.appId = appId;
    this.setting = setting;
    this.file = file;
    this.transport = transport;
    inUse = ServiceAccount.read(setting, file, transport);
    accessTokens = new AccessTokens(appId, inUse, clock);
  }

  /** Returns the app whose pushes are sent with it. */
  public String appId() {
    return appId;
  }

  /** The tokens of the key that is in use. */
  public AccessTokens accessTokens() {
    return accessTokens;
  }

  /** Looks whether the file has changed, and takes what it holds if that works. Blocks. */
  Finding check() {
    ServiceAccount found;
    try {
      found = ServiceAccount.read(setting, file, transport);
    } catch (InvalidSettingException e) {
      return new Finding.Kept(e.getMessage());
    }
    if (found.isSameAs(inUse)) {
      return new Finding.Unchanged();
    }
    if (!Objects.equals(found.projectId(), inUse.projectId())) {
      // Most often the Secret of another app; FCM would refuse every push, and pause the project.
      return kept("whose project_id is not that of the key in use; a restart would take it");
    }
    AccessToken first;
    try {
      first = found.fetch();
    } catch (IOException | RuntimeException e) {
      // Without the cause: it may quote what was sent.
      return kept("whose key gets no access token: " + CredentialsFault.of(e));
    }
    accessTokens.take(found, first);
    inUse = found;
    return new Finding.Taken();
  }

  private Finding kept(String complaint) {
    return new Finding.Kept("%s names %s, %s.".formatted(setting, file, complaint));
  }
}
