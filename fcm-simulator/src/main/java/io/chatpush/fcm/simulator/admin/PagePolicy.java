package io.chatpush.fcm.simulator.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The Content-Security-Policy of the page: its own script and style, known by their digests, and
 * queries to this simulator. Nothing else runs, even if a push that the page shows could become
 * markup.
 *
 * @see <a href="https://www.w3.org/TR/CSP3/">Content Security Policy Level 3</a>
 */
final class PagePolicy {

  private PagePolicy() {}

  /** The policy for a page with one script and one style at most. */
  static String of(byte[] page) {
    String html = new String(page, UTF_8);
    return "default-src 'none'; script-src %s; style-src %s; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        .formatted(source(html, "script"), source(html, "style"));
  }

  private static String source(String html, String element) {
    String begin = "<" + element + ">";
    int from = html.indexOf(begin);
    int to = html.indexOf("</" + element + ">");
    return from < 0 || to < from
        ? "'none'"
        : "'sha256-" + digest(html.substring(from + begin.length(), to)) + "'";
  }

  private static String digest(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
