package io.chatpush.dispatch.fcm;

import com.google.auth.http.HttpTransportFactory;
import io.chatpush.apps.App;
import io.chatpush.apps.AppCheck;
import io.chatpush.apps.Apps;
import io.chatpush.dispatch.fcm.credentials.CredentialsFile;
import io.chatpush.dispatch.pacing.Project;
import io.chatpush.settings.InvalidSettingException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The Firebase project of each app. An app whose settings change keeps its project and its access
 * tokens, unless the project or its credentials have changed.
 *
 * <p>As a check of app files it opens the credentials of settings that are not in use yet: a file
 * whose credentials cannot be read is not used. Thread-safe.
 */
final class FirebaseProjects implements AppCheck {

  /** Says which setting names the credentials of an app. */
  @FunctionalInterface
  interface Naming {

    /** The setting where the app is configured in an app file. */
    Naming IN_FILE = app -> "firebase.credentials of app " + app.id();

    String credentials(App app);
  }

  /**
   * The project of an app, as its settings have it.
   *
   * @param credentials where the access tokens of the project come from a file
   */
  private record Served(
      App.Firebase settings,
      FirebaseProject project,
      FcmEndpoint endpoint,
      @Nullable CredentialsFile credentials) {

    Served with(long quotaPerMinute) {
      FirebaseProject other =
          new FirebaseProject(
              project.appId(),
              new Project(project.project().id(), quotaPerMinute),
              project.sendUri(),
              project.accessTokens());
      return new Served(settings, other, new FcmEndpoint(other), credentials);
    }
  }

  private final URI endpoint;
  private final HttpTransportFactory transports;
  private final Clock clock;

  /** What a check has opened, until the settings come into use: a file is read and checked once. */
  private final Map<String, Served> opened = new ConcurrentHashMap<>();

  private volatile Map<String, Served> byApp = Map.of();
  private volatile List<Project> projects = List.of();

  FirebaseProjects(URI endpoint, HttpTransportFactory transports, Clock clock) {
    this.endpoint = endpoint;
    this.transports = transports;
    this.clock = clock;
  }

  /** Returns projects that stay as they are. */
  static FirebaseProjects fixed(Collection<FirebaseProject> projects, Clock clock) {
    FirebaseProjects fixed =
        new FirebaseProjects(
            URI.create("https://unused.invalid"),
            () -> {
              throw new IllegalStateException("these projects have their tokens");
            },
            clock);
    Map<String, Served> byApp = new HashMap<>();
    for (FirebaseProject project : projects) {
      App.Firebase settings =
          new App.Firebase(project.project().id(), "", project.project().quotaPerMinute());
      byApp.put(project.appId(), new Served(settings, project, new FcmEndpoint(project), null));
    }
    fixed.use(byApp);
    return fixed;
  }

  @Override
  public List<Complaint> complaints(App app) {
    App.Firebase settings = app.firebase();
    if (settings == null || servedWith(app.id(), settings) != null) {
      return List.of();
    }
    try {
      opened.put(app.id(), served(app.id(), settings, Naming.IN_FILE.credentials(app)));
      return List.of();
    } catch (InvalidSettingException e) {
      return List.of(
          new Complaint(List.of("firebase", "credentials"), "cannot be used: " + e.getMessage()));
    }
  }

  /**
   * Serves these apps from now on.
   *
   * @param naming of the credentials of apps that no check has looked at
   * @throws InvalidSettingException if the credentials of such an app cannot be used
   */
  void serve(Apps apps, Naming naming) {
    Map<String, Served> before = byApp;
    Map<String, Served> now = new HashMap<>();
    for (App app : apps.all()) {
      App.Firebase settings = app.firebase();
      if (settings == null) {
        continue;
      }
      Served known = servedWith(app.id(), settings);
      Served checked = opened.remove(app.id());
      if (known != null) {
        now.put(app.id(), known);
      } else if (checked != null && checked.settings().equals(settings)) {
        now.put(app.id(), checked);
      } else {
        now.put(app.id(), served(app.id(), settings, naming.credentials(app)));
      }
    }
    use(withOneQuotaEach(now));
    // The first push finds a token.
    now.forEach((appId, served) -> {
      if (!served.equals(before.get(appId))) {
        var _ = served.project().accessTokens().next();
      }
    });
  }

  /** Returns the project of the app if it is served with these settings already. */
  private @Nullable Served servedWith(String appId, App.Firebase settings) {
    Served served = byApp.get(appId);
    return served != null && served.settings().equals(settings) ? served : null;
  }

  /**
   * Gives apps that share a project one quota, the smallest that any of them names: they differ
   * while an operator changes one file after the other.
   */
  private Map<String, Served> withOneQuotaEach(Map<String, Served> served) {
    Map<String, Long> quotas = new HashMap<>();
    served
        .values()
        .forEach(app ->
            quotas.merge(app.settings().project(), app.settings().quotaPerMinute(), Math::min));
    Map<String, Served> result = new HashMap<>();
    served.forEach((appId, app) -> {
      long quota = quotas.getOrDefault(app.settings().project(), Project.LEAST_QUOTA);
      result.put(appId, app.project().project().quotaPerMinute() == quota ? app : app.with(quota));
    });
    return result;
  }

  private void use(Map<String, Served> served) {
    byApp = Map.copyOf(served);
    projects = served.values().stream().map(app -> app.project().project()).toList();
  }

  private Served served(String appId, App.Firebase settings, String setting) {
    CredentialsFile credentials =
        new CredentialsFile(appId, setting, settings.credentials(), transports, clock);
    FirebaseProject project =
        FirebaseProject.at(
            endpoint,
            appId,
            new Project(settings.project(), settings.quotaPerMinute()),
            credentials.accessTokens());
    return new Served(settings, project, new FcmEndpoint(project), credentials);
  }

  /** Returns the project of the app, or {@code null} if there is no such app. */
  @Nullable FirebaseProject of(String appId) {
    Served served = byApp.get(appId);
    return served == null ? null : served.project();
  }

  /** Returns where the pushes of the app are sent, or {@code null} if there is no such app. */
  @Nullable FcmEndpoint endpoint(String appId) {
    Served served = byApp.get(appId);
    return served == null ? null : served.endpoint();
  }

  /** Returns the projects as pacing knows them, one for each app. */
  List<Project> projects() {
    return projects;
  }

  /** Returns the projects of all apps. */
  Collection<FirebaseProject> all() {
    return byApp.values().stream().map(Served::project).toList();
  }

  /** Returns the credentials of all apps that have them in a file. */
  Collection<CredentialsFile> credentials() {
    List<CredentialsFile> files = new ArrayList<>();
    byApp.values().stream().map(Served::credentials).filter(Objects::nonNull).forEach(files::add);
    return files;
  }
}
