package io.chatpush.testing;

import org.testcontainers.DockerClientFactory;

/** Whether containers can be run here. */
public final class ContainerEngine {

  private ContainerEngine() {}

  /**
   * Returns if they can.
   *
   * @throws IllegalStateException with one sentence that says so if not
   */
  public static void require() {
    try {
      var _ = DockerClientFactory.instance().client();
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "The profile containers needs a container engine, and cannot use one here: "
              + e.getMessage(),
          e);
    }
  }

  /** Asked by the profile before any test, so that a build without an engine ends at once. */
  public static void main(String[] arguments) {
    try {
      require();
    } catch (IllegalStateException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }
}
