package io.chatpush.dispatch.fcm;

import io.chatpush.dispatch.pacing.Project;
import io.chatpush.dispatch.push.AppDirectory;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The apps of this installation with their Firebase projects. */
final class FirebaseProjects implements AppDirectory {

  private final Map<String, FirebaseProject> byAppId;

  FirebaseProjects(Collection<FirebaseProject> projects) {
    byAppId =
        projects.stream()
            .collect(Collectors.toUnmodifiableMap(FirebaseProject::appId, Function.identity()));
  }

  @Override
  public boolean knows(String appId) {
    return byAppId.containsKey(appId);
  }

  @Nullable FirebaseProject of(String appId) {
    return byAppId.get(appId);
  }

  /** The projects as pacing knows them, by app id. */
  Map<String, Project> byApp() {
    return byAppId.values().stream()
        .collect(Collectors.toUnmodifiableMap(FirebaseProject::appId, FirebaseProject::project));
  }

  Collection<FirebaseProject> all() {
    return byAppId.values();
  }
}
