package io.chatpush.apps;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.chatpush.apps.AppFileReader.Reading.Read;
import io.chatpush.apps.AppFileReader.Reading.Rejected;
import java.nio.ByteBuffer;
import java.util.List;

/** Reads apps as the services read them from files. */
public final class AppYaml {

  private static final String FIREBASE =
      "firebase: {project: fixture, credentials: /nowhere/key.json}\n";

  private AppYaml() {}

  /** Returns an app of a fixed Firebase project, with what {@code yaml} adds. */
  public static App app(String id, String yaml) {
    return switch (new AppFileReader(List.of()).read(id + ".yaml", bytes(FIREBASE + yaml))) {
      case Read(App app) -> app;
      case Rejected(List<AppFileFault> faults) ->
          throw new IllegalArgumentException(AppFileFault.sentences(faults));
    };
  }

  private static ByteBuffer bytes(String file) {
    return ByteBuffer.wrap(file.getBytes(UTF_8));
  }
}
