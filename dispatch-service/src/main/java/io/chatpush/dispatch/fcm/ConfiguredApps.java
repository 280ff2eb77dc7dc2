package io.chatpush.dispatch.fcm;

import io.chatpush.dispatch.fcm.credentials.CredentialsFile;
import java.util.List;

/** The apps that the settings name, each with the file its credentials are from. */
record ConfiguredApps(List<ConfiguredApp> all) {

  /** One of them. */
  record ConfiguredApp(FirebaseProject project, CredentialsFile credentials) {}

  FirebaseProjects projects() {
    return new FirebaseProjects(all.stream().map(ConfiguredApp::project).toList());
  }
}
