package io.chatpush.stack.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** Finds in the body of a health request why a service is not up. */
public final class HealthReason {

  /** About as much as fits beside the rest of a progress line. */
  private static final int LONGEST = 160;

  private static final ObjectMapper JSON = new ObjectMapper();

  private HealthReason() {}

  /**
   * Returns the details of every component that is not UP, for example {@code start: the registry}.
   * One line of at most 160 characters without control characters.
   *
   * @param status of the response
   * @param body of the response, whatever it is
   */
  public static String of(int status, String body) {
    List<String> reasons = new ArrayList<>();
    try {
      JSON.readTree(body)
          .path("components")
          .properties()
          .forEach(component -> {
            if (!component.getValue().path("status").asText().equals("UP")) {
              reasons.add(component.getKey() + ": " + details(component.getValue()));
            }
          });
    } catch (JsonProcessingException e) {
      // Not a health response: the status is all there is to say.
    }
    String reason = reasons.isEmpty() ? "its health answers " + status : String.join("; ", reasons);
    String printable = reason.replaceAll("[\\p{Cntrl}\\s]+", " ");
    return printable.length() <= LONGEST ? printable : printable.substring(0, LONGEST - 1) + "…";
  }

  private static String details(JsonNode component) {
    List<String> values = new ArrayList<>();
    component
        .path("details")
        .forEach(detail -> values.add(detail.isValueNode() ? detail.asText() : detail.toString()));
    return values.isEmpty() ? component.path("status").asText() : String.join(", ", values);
  }
}
