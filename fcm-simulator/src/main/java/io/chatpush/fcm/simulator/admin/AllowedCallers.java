package io.chatpush.fcm.simulator.admin;

import io.chatpush.fcm.simulator.http.Exchange;
import io.netty.util.AsciiString;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may use the simulator's own API and page: programs, and its own page in a browser. A
 * page of another site that a browser has open on this machine may not, neither directly (by {@code
 * Origin} and {@code Sec-Fetch-Site}) nor by a name of its own that suddenly resolves to this
 * machine (DNS rebinding, by {@code Host}). Immutable.
 *
 * @see <a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata</a>
 */
public final class AllowedCallers {

  private static final AsciiString AUTHORITY = AsciiString.cached(":authority");
  private static final AsciiString HOST = AsciiString.cached("host");
  private static final AsciiString ORIGIN = AsciiString.cached("origin");
  private static final AsciiString SEC_FETCH_SITE = AsciiString.cached("sec-fetch-site");

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]|.+\\.localhost");

  private static final String FOREIGN_HOST =
      """
      Refused: the Host header is not a name of this simulator. Use 127.0.0.1 or localhost, or start
      it with --allowed-host and the name.
      """;
  private static final String FOREIGN_PAGE =
      "Refused: the request comes from a page of another site.\n";

  private final Set<String> names = new HashSet<>();

  /**
   * @param listensOn the address the simulator listens on, which is a name of it too
   * @param allowed further names, without ports
   */
  public AllowedCallers(String listensOn, Set<String> allowed) {
    names.add(listensOn.toLowerCase(Locale.ROOT));
    allowed.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
  }

  /** Why this request is refused, as a text for whoever sent it, or null if it is not. */
  public @Nullable String refusal(Exchange exchange) {
    CharSequence authority = exchange.header(AUTHORITY);
    CharSequence host = authority == null ? exchange.header(HOST) : authority;
    if (host == null || !isOurs(host.toString())) {
      return FOREIGN_HOST;
    }
    CharSequence site = exchange.header(SEC_FETCH_SITE);
    if (site != null && !isOwnSite(site.toString(), exchange)) {
      return FOREIGN_PAGE;
    }
    CharSequence origin = exchange.header(ORIGIN);
    if (origin != null && !origin.toString().equalsIgnoreCase("http://" + host)) {
      return FOREIGN_PAGE;
    }
    return null;
  }

  /** A link to the page may be anywhere: it is shown, and the page that links cannot read it. */
  private static boolean isOwnSite(String site, Exchange exchange) {
    return site.equals("same-origin")
        || site.equals("none")
        || ("GET".contentEquals(exchange.method()) && "/".contentEquals(exchange.path()));
  }

  private boolean isOurs(String host) {
    String name = host.replaceFirst(":\\d{1,5}$", "").toLowerCase(Locale.ROOT);
    return names.contains(name) || LOOPBACK.matcher(name).matches();
  }
}
