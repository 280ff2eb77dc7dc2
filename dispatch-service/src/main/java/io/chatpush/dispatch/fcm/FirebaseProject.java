package io.chatpush.dispatch.fcm;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where the pushes of an app go, and with whose permission.
 *
 * @param appId the app, as chat events name it
 * @param sendUri {@code messages:send} of its Firebase project
 * @param accessTokens of its service account
 */
record FirebaseProject(String appId, URI sendUri, AccessTokens accessTokens) {

  static FirebaseProject at(
      URI endpoint, String appId, String projectId, AccessTokens accessTokens) {
    String project = URLEncoder.encode(projectId, StandardCharsets.UTF_8);
    URI sendUri = endpoint.resolve("/v1/projects/" + project + "/messages:send");
    return new FirebaseProject(appId, sendUri, accessTokens);
  }
}
