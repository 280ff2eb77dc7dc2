package io.chatpush.schemas.serde;

import io.chatpush.schemas.serde.RegistrySettings.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** Key material from files. */
final class TlsContext {

  private TlsContext() {}

  static SSLContext of(Tls tls) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(tls.trust() == null ? null : load(tls.trust()));
      KeyManagerFactory identity =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      if (tls.identity() != null) {
        Password key = tls.keyPassword();
        identity.init(load(tls.identity()), chars(key == null ? tls.identity().password() : key));
      }
      context.init(
          tls.identity() == null ? null : identity.getKeyManagers(),
          trust.getTrustManagers(),
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new ConfigException(
          SerdeConfig.SSL + "*: the key material cannot be used: " + e.getMessage());
    }
  }

  private static KeyStore load(Tls.Store store) throws GeneralSecurityException {
    try (InputStream file = Files.newInputStream(Path.of(store.location()))) {
      if (store.type().equals("PEM")) {
        return certificates(file);
      }
      KeyStore keys = KeyStore.getInstance(store.type());
      keys.load(file, chars(store.password()));
      return keys;
    } catch (IOException e) {
      throw new ConfigException(
          SerdeConfig.SSL + "*: " + store.location() + " cannot be read: " + e.getMessage());
    }
  }

  private static KeyStore certificates(InputStream pem)
      throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
      keys.setCertificateEntry("trusted-" + keys.size(), one);
    }
    return keys;
  }

  private static char @Nullable [] chars(@Nullable Password password) {
    return password == null ? null : password.value().toCharArray();
  }
}
