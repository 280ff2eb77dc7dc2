package io.chatpush.cli.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.cli.terminal.CommandException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportFileTest {

  private static final String FIRST =
      "{\"user_id\":\"maya\"}\n{\"progress\":{\"devices\":1,\"cursor\":\"c1\"}}\n";

  @TempDir private Path directory = Path.of("");
  private Path file = Path.of("");
  private Path part = Path.of("");

  @BeforeEach
  void nameIt() {
    file = directory.resolve("devices.jsonl");
    part = directory.resolve("devices.jsonl.part");
  }

  @Test
  void hasItsNameOnlyWhenAllIsThereAndIsForItsOwnerAlone() throws Exception {
    try (ExportFile target = new ExportFile(file, null)) {
      target.write(bytes(FIRST));
      assertThat(file).doesNotExist();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(part)))
          .isEqualTo("rw-------");
      target.complete();
    }

    assertThat(file).hasContent(FIRST);
    assertThat(part).doesNotExist();
  }

  @Test
  void goesOnBehindTheCursorAndDropsWhatFollowsIt() throws Exception {
    Files.writeString(part, FIRST + "{\"user_id\":\"basil\"}\n{\"user");

    try (ExportFile target = new ExportFile(file, "c1")) {
      target.write(bytes("{\"user_id\":\"basil\"}\n"));
    }

    assertThat(Files.readString(part)).isEqualTo(FIRST + "{\"user_id\":\"basil\"}\n");
  }

  @Test
  void beginsAnewWithoutACursor() throws Exception {
    Files.writeString(part, FIRST);

    try (ExportFile target = new ExportFile(file, null)) {
      target.write(bytes("x\n"));
    }

    assertThat(Files.readString(part)).isEqualTo("x\n");
  }

  @Test
  void leavesAloneWhatIsOfAnotherExport() throws Exception {
    Files.writeString(part, FIRST);

    assertThatThrownBy(() -> new ExportFile(file, "c7"))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("is not of the export with that cursor");
    assertThat(Files.readString(part)).isEqualTo(FIRST);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
