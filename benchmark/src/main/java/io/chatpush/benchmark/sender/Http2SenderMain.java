package io.chatpush.benchmark.sender;

import io.chatpush.benchmark.report.Subject;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/** The process of an HTTP/2 client that is compared with chatpush's own. */
final class Http2SenderMain {

  private Http2SenderMain() {}

  /**
   * Runs through warm-up and window, and reports.
   *
   * @param arguments the options, and the client by the name of its subject
   */
  public static void main(String[] arguments) throws Exception {
    SenderOptions options = JsonMapper.shared().readValue(arguments[0], SenderOptions.class);
    String authorization = "Bearer " + H2load.bearer(Path.of(options.serviceAccount()));
    SampleMessages samples = new SampleMessages();
    SampleBodies bodies = new SampleBodies();
    Http2Sender sender = sender(Subject.valueOf(arguments[1]), options, authorization);
    new ClosedLoop(options).run(sending -> sender.send(bodies.of(samples.next()), sending::ended));
    System.exit(0); // the client's threads would stay
  }

  private static Http2Sender sender(Subject subject, SenderOptions options, String authorization)
      throws Exception {
    return switch (subject) {
      case ARMERIA -> new ArmeriaSender(options, authorization);
      case JETTY -> new JettySender(options, authorization);
      case PIPELINE, CONVERSATIONS, GATEWAY, LISTENER, ASYNC, NODE, H2LOAD ->
          throw new IllegalArgumentException(subject + " is not one of these clients");
    };
  }
}
