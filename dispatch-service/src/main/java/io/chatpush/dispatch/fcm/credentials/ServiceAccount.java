package io.chatpush.dispatch.fcm.credentials;

import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import io.chatpush.settings.InvalidSettingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key file of Google Cloud, traded for access tokens at the {@code token_uri} that it names.
 *
 * @see <a href="https://firebase.google.com/docs/cloud-messaging/auth-server">FCM: authorise send
 *     requests</a>
 */
final class ServiceAccount implements AccessTokens.Exchange {

  /** The one permission that sending takes. */
  private static final String SCOPE = "https://www.googleapis.com/auth/firebase.messaging";

  /** Google's have some 2,300 bytes. */
  private static final int LONGEST = 64 * 1024;

  private final GoogleCredentials credentials;
  private final @Nullable String projectId;

  private ServiceAccount(GoogleCredentials credentials, @Nullable String projectId) {
    this.credentials = credentials;
    this.projectId = projectId;
  }

  /**
   * @param setting the key that names the file, for complaints
   * @throws InvalidSettingException if there is no such file, or no service account in it
   */
  static ServiceAccount read(String setting, String file, HttpTransportFactory transport) {
    GoogleCredentials credentials;
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      byte[] json = in.readNBytes(LONGEST);
      credentials = GoogleCredentials.fromStream(new ByteArrayInputStream(json), transport);
    } catch (NoSuchFileException | InvalidPathException e) {
      throw new InvalidSettingException(setting, "names " + file + ", which does not exist");
    } catch (java.nio.file.FileSystemException e) {
      throw new InvalidSettingException(setting, "names " + file + ", which cannot be read");
    } catch (IOException | RuntimeException e) {
      // Without the cause: it may quote the file, which is a secret.
      throw notAServiceAccount(setting, file);
    }
    if (!(credentials instanceof ServiceAccountCredentials account)) {
      throw notAServiceAccount(setting, file);
    }
    // Its own retries would hide an outage for seven seconds; AccessTokens asks again by itself.
    return new ServiceAccount(
        credentials.createWithCustomRetryStrategy(false).createScoped(List.of(SCOPE)),
        account.getProjectId());
  }

  /** Whether the other is the same account with the same key. */
  boolean isSameAs(ServiceAccount other) {
    return credentials.equals(other.credentials);
  }

  /** The {@code project_id} in the file, which need not be the project that is sent to. */
  @Nullable String projectId() {
    return projectId;
  }

  @Override
  public AccessToken fetch() throws IOException {
    return credentials.refreshAccessToken();
  }

  private static InvalidSettingException notAServiceAccount(String setting, String file) {
    return new InvalidSettingException(
        setting, "names " + file + ", which is not the JSON key file of a service account");
  }
}
