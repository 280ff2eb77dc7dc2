package io.chatpush.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaksTest {

  private static final SecretSearch SECRETS = new SecretSearch(List.of("address-1", "geheim-ä"));

  @TempDir private Path directory;

  private final Leaks leaks = new Leaks();

  @Test
  void findsASecretInALogOnceAndWhatIsWrittenLater() throws IOException {
    Path log = directory.resolve("service.log");
    write(log, "started\nsent to address-1 now\nhalf a line with gehe");
    assertThat(leaks.inLogs(List.of(log), SECRETS))
        .containsExactly(log + " shows address-1: sent to address-1 now");

    write(log, "im-ä in it\n");
    assertThat(leaks.inLogs(List.of(log), SECRETS))
        .containsExactly(log + " shows geheim-ä: half a line with geheim-ä in it");

    write(log, "nothing to see\n");
    assertThat(leaks.inLogs(List.of(log), SECRETS)).isEmpty();
  }

  private static void write(Path log, String text) throws IOException {
    Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
