package io.chatpush.fcm.simulator.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/**
 * A whole HTTP response. Content type and length are headers of their own; the others are in {@code
 * headers}, names and values in turn, names in lower case.
 *
 * @param status the HTTP status code, 200 to 599
 * @param contentType empty for none
 * @param body sent as it is; never changed after construction
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; copying a body per push would cost
public record Reply(int status, String contentType, byte[] body, List<String> headers) {

  public static final String JSON = "application/json; charset=UTF-8";
  public static final String HTML = "text/html; charset=UTF-8";
  public static final String TEXT = "text/plain; charset=UTF-8";

  public Reply {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status " + status + " is not between 200 and 599");
    }
    headers = List.copyOf(headers);
  }

  public static Reply json(int status, String body) {
    return json(status, body.getBytes(UTF_8));
  }

  public static Reply json(int status, byte[] body) {
    return new Reply(status, JSON, body, List.of());
  }

  public static Reply text(int status, String body) {
    return new Reply(status, TEXT, body.getBytes(UTF_8), List.of());
  }

  /** The same response with one more header. */
  public Reply with(String name, String value) {
    List<String> more = new ArrayList<>(headers);
    more.add(name);
    more.add(value);
    return new Reply(status, contentType, body, more);
  }
}
