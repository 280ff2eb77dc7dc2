package io.chatpush.dispatch.fcm;

import io.chatpush.dispatch.fcm.credentials.AccessTokens;
import io.chatpush.dispatch.pacing.Project;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where the pushes of an app go, and with whose permission.
 *
 * @param appId the app, as chat events name it
 * @param project the Firebase project, which other apps may share
 * @param sendUri {@code messages:send} of its Firebase project
 * @param accessTokens of its service account
 */
record FirebaseProject(String appId, Project project, URI sendUri, AccessTokens accessTokens) {

  static FirebaseProject at(
      URI endpoint, String appId, Project project, AccessTokens accessTokens) {
    String id = URLEncoder.encode(project.id(), StandardCharsets.UTF_8);
    URI sendUri = endpoint.resolve("/v1/projects/" + id + "/messages:send");
    return new FirebaseProject(appId, project, sendUri, accessTokens);
  }
}
