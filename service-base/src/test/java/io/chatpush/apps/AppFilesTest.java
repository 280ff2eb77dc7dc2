package io.chatpush.apps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.settings.InvalidSettingException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppFilesTest {

  private static final String GOOD =
      "firebase: {project: fixture, credentials: /nowhere/key.json}\nlocale: %s\n";

  @TempDir private Path directory;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @BeforeEach
  void write() throws IOException {
    write("a.yaml", GOOD.formatted("en"));
    write("b.yml", GOOD.formatted("fr"));
    write(".hidden.yaml", "nonsense: [");
    write("notes.txt", "nonsense: [");
  }

  @Test
  void knowsTheAppsOfSettingsAndFiles() {
    AppFiles files = files();
    assertThat(files.now().all()).extracting(App::id).containsExactlyInAnyOrder("a", "b", "own");
    assertThat(registry.get("push.apps").gauge().value()).isEqualTo(3);
  }

  @Test
  void takesAChangeWhenTwoLooksHaveFoundTheSame() throws IOException {
    AppFiles files = files();
    Apps before = files.now();
    write("a.yaml", GOOD.formatted("de"));
    files.check();
    assertThat(files.now()).as("after one look").isSameAs(before);
    files.check();
    assertThat(locale(files, "a")).isEqualTo("de");
    assertThat(locale(files, "b")).isEqualTo("fr");
  }

  @Test
  void doesNotUseAFileThatIsBeingWritten() throws IOException {
    AppFiles files = files();
    write("a.yaml", "firebase: {project: fixture, credentials: /nowhere/key.json}\n");
    files.check();
    write("a.yaml", GOOD.formatted("de"));
    files.check();
    assertThat(locale(files, "a")).isEqualTo("en");
    files.check();
    assertThat(locale(files, "a")).isEqualTo("de");
  }

  @Test
  void keepsTheSettingsInUseWhileAFileIsInvalid() throws IOException {
    AppFiles files = files();
    Apps before = files.now();
    write("a.yaml", "colour: red\n");
    files.check();
    files.check();
    files.check();
    assertThat(files.now()).isSameAs(before);
    assertThat(files.rejected()).containsOnlyKeys("a.yaml");
    assertThat(files.rejected().get("a.yaml"))
        .contains("line 1: colour is no setting of an app file");
    assertThat(rejected()).isEqualTo(1);
    write("a.yaml", GOOD.formatted("en"));
    files.check();
    assertThat(rejected()).as("the file is as the one in use").isZero();
  }

  @Test
  void keepsTheSettingsInUseWhileAListenerThrows() throws IOException {
    AppFiles files = files();
    List<Apps> heard = new ArrayList<>();
    files.whenChanged(apps -> {
      heard.add(apps);
      if (heard.size() == 1) {
        throw new IllegalStateException("not ready");
      }
    });
    write("a.yaml", GOOD.formatted("de"));
    files.check();
    assertThatThrownBy(files::check).hasMessage("not ready");
    assertThat(locale(files, "a")).isEqualTo("en");
    files.check();
    assertThat(locale(files, "a")).isEqualTo("de");
    assertThat(heard).hasSize(2);
  }

  @Test
  void takesANewFileAndEndsTheAppOfOneThatIsGone() throws IOException {
    AppFiles files = files();
    write("c.json", "{\"firebase\": {\"project\": \"p\", \"credentials\": \"/k\"}}");
    Files.delete(directory.resolve("b.yml"));
    files.check();
    assertThat(files.now().of("b")).as("after one look").isNotNull();
    files.check();
    assertThat(files.now().all()).extracting(App::id).containsExactlyInAnyOrder("a", "c", "own");
    assertThat(rejected()).isZero();
  }

  @Test
  void keepsAllAppsWhereAllFilesAreGone() throws IOException {
    AppFiles files = files();
    Files.delete(directory.resolve("a.yaml"));
    Files.delete(directory.resolve("b.yml"));
    for (int i = 0; i < 3; i++) {
      files.check();
    }
    assertThat(files.now().all()).hasSize(3);
    assertThat(rejected()).isEqualTo(2);
  }

  @Test
  void keepsAllAppsWhereTheDirectoryIsGone() throws IOException {
    AppFiles files = files();
    Apps before = files.now();
    Path away = directory.resolveSibling(directory.getFileName() + "-away");
    Files.move(directory, away);
    files.check();
    files.check();
    assertThat(files.now()).isSameAs(before);
    assertThat(files.rejected().toString()).contains("cannot be read: NoSuchFileException");
    Files.move(away, directory);
    files.check();
    assertThat(rejected()).isZero();
  }

  @Test
  void takesAFileThatWasRenamed() throws IOException {
    AppFiles files = files();
    write("renamed.yaml", "id: a\n" + GOOD.formatted("de"));
    Files.delete(directory.resolve("a.yaml"));
    files.check();
    files.check();
    assertThat(locale(files, "a")).isEqualTo("de");
    assertThat(rejected()).isZero();
  }

  @Test
  void takesAFileOnceItPassesTheChecks() throws IOException {
    List<AppCheck.Complaint> complaints = new ArrayList<>();
    AppFiles files =
        new AppFiles(
            new AppDirectory(directory),
            new AppFileReader(List.of(_ -> complaints)),
            List.of(),
            new AppMeters(registry));
    complaints.add(
        new AppCheck.Complaint(List.of("firebase", "credentials"), "cannot be used yet"));
    write("a.yaml", GOOD.formatted("de"));
    files.check();
    files.check();
    assertThat(files.rejected())
        .containsEntry("a.yaml", "line 1: firebase.credentials cannot be used yet");
    complaints.clear();
    files.check();
    assertThat(locale(files, "a")).isEqualTo("de");
    assertThat(rejected()).isZero();
  }

  @Test
  void refusesAnAppThatIsElsewhere() throws IOException {
    AppFiles files = files();
    write("c.yaml", "id: a\n" + GOOD.formatted("de"));
    write("d.yaml", "id: own\n" + GOOD.formatted("de"));
    files.check();
    files.check();
    assertThat(files.rejected())
        .containsEntry("c.yaml", "names an app that a.yaml has already")
        .containsEntry("d.yaml", "names an app that the configuration of the service has already");
    assertThat(locale(files, "a")).isEqualTo("en");
    Files.delete(directory.resolve("a.yaml"));
    files.check();
    files.check();
    assertThat(locale(files, "a")).as("the only file of the app").isEqualTo("de");
  }

  @Test
  void doesNotStartWithAnInvalidFile() throws IOException {
    write("b.yml", "colour: red\n");
    assertThatThrownBy(this::files)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("chatpush.app-files.directory")
        .hasMessageContaining("file b.yml is rejected: line 1: colour is no setting");
  }

  @Test
  void doesNotStartWithoutTheDirectory() {
    Path nowhere = directory.resolve("nowhere");
    assertThatThrownBy(() -> files(nowhere))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("nowhere, which cannot be read");
  }

  private double rejected() {
    return registry.get("push.app.files.rejected").gauge().value();
  }

  private static String locale(AppFiles files, String app) {
    return Objects.requireNonNull(files.now().of(app)).locale();
  }

  private AppFiles files() {
    return files(directory);
  }

  private AppFiles files(Path path) {
    return new AppFiles(
        new AppDirectory(path),
        new AppFileReader(List.of()),
        List.of(ShortForms.app("own", null, App.Limits.AS_FOR_ALL, List.of())),
        new AppMeters(registry));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }
}
