package io.chatpush.dispatch.web;

import io.chatpush.apps.App;
import io.chatpush.apps.Apps;
import io.chatpush.problem.Problem;
import io.chatpush.problem.ProblemException;
import io.chatpush.problem.ProblemType;

/** The app that the path of a request names. */
public final class RequestedApp {

  private RequestedApp() {}

  /**
   * Returns the app with its settings as they are now.
   *
   * @throws ProblemException with status 404 if this instance does not know the app
   */
  public static App of(Apps.Source apps, String id) {
    App app = apps.now().of(id);
    if (app == null) {
      throw new ProblemException(unknown());
    }
    return app;
  }

  /** Returns the problem of an app that this instance does not know. */
  public static Problem unknown() {
    return Problem.of(
        ProblemType.UNKNOWN_APP,
        "This instance has neither an app file nor a setting for the app.");
  }
}
