package io.chatpush.fcm.simulator.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A signed JWT by which a service account asks for a bearer, taken apart. Not yet believed. */
record Assertion(
    Map<String, String> header, Map<String, String> claims, String signed, Signature signature) {

  private static final JsonFactory JSON = new JsonFactory();

  /** The bytes of a signature. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Signature(byte[] bytes) {}

  /** Null if the text is no JWT. */
  static @Nullable Assertion read(String jwt) {
    String[] parts = jwt.split("\\.", -1);
    if (parts.length != 3) {
      return null;
    }
    try {
      Base64.Decoder base64 = Base64.getUrlDecoder();
      return new Assertion(
          scalars(base64.decode(parts[0])),
          scalars(base64.decode(parts[1])),
          parts[0] + '.' + parts[1],
          new Signature(base64.decode(parts[2])));
    } catch (IllegalArgumentException | JacksonException e) {
      return null;
    }
  }

  String claim(String name) {
    return claims.getOrDefault(name, "");
  }

  /** A claim in seconds since the epoch, -1 if there is none. */
  long seconds(String name) {
    try {
      return Long.parseLong(claim(name));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static Map<String, String> scalars(byte[] json) {
    Map<String, String> scalars = new HashMap<>();
    try (JsonParser parser =
        JSON.createParser(ObjectReadContext.empty(), new String(json, UTF_8))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("not a JSON object");
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        if (parser.nextToken().isScalarValue()) {
          scalars.put(name, parser.getString());
        } else {
          parser.skipChildren();
        }
      }
    }
    return scalars;
  }
}
