package io.chatpush.dispatch.fcm;

import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import io.chatpush.dispatch.startup.InvalidSettingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A key file of Google Cloud, traded for access tokens at the {@code token_uri} that it names.
 *
 * @see <a href="https://firebase.google.com/docs/cloud-messaging/auth-server">FCM: authorise send
 *     requests</a>
 */
final class ServiceAccount implements AccessTokens.Exchange {

  /** The one permission that sending takes. */
  private static final String SCOPE = "https://www.googleapis.com/auth/firebase.messaging";

  private final GoogleCredentials credentials;

  private ServiceAccount(GoogleCredentials credentials) {
    this.credentials = credentials;
  }

  /**
   * @param setting the key that names the file, for complaints
   * @throws InvalidSettingException if there is no such file, or no service account in it
   */
  static ServiceAccount read(String setting, String file, HttpTransportFactory transport) {
    GoogleCredentials credentials;
    try (InputStream json = Files.newInputStream(Path.of(file))) {
      credentials = GoogleCredentials.fromStream(json, transport);
    } catch (NoSuchFileException | InvalidPathException e) {
      throw new InvalidSettingException(setting, "names " + file + ", which does not exist");
    } catch (java.nio.file.FileSystemException e) {
      throw new InvalidSettingException(setting, "names " + file + ", which cannot be read");
    } catch (IOException | RuntimeException e) {
      // Without the cause: it may quote the file, which is a secret.
      throw notAServiceAccount(setting, file);
    }
    if (!(credentials instanceof ServiceAccountCredentials)) {
      throw notAServiceAccount(setting, file);
    }
    // Its own retries would hide an outage for seven seconds; AccessTokens asks again by itself.
    return new ServiceAccount(
        credentials.createWithCustomRetryStrategy(false).createScoped(List.of(SCOPE)));
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
