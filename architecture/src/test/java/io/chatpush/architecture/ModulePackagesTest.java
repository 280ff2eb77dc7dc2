package io.chatpush.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules pass on packages that keep them, and name the class or package that breaks one. */
final class ModulePackagesTest {

  private static final String FIXTURE = "io.chatpush.architecture.fixture.";

  @Test
  void acceptsPackagesThatKeepTheRules() {
    ModulePackages sound = fixture("sound");

    assertThat(sound.infos()).hasSize(3);
    assertThat(sound.undescribed(Set.of())).isEmpty();
    assertThat(sound.undeclared()).isEmpty();
    assertThat(sound.unused()).isEmpty();
    assertThat(sound.cycles()).isEmpty();
  }

  @Test
  void reportsUsesThatAreNotDeclared() {
    assertThat(fixture("undeclared").undeclared())
        .containsExactly(
            """
            FIXTURE.undeclared.user.OtherUser uses FIXTURE.sound.used.Used \
            (and 1 more), but the package-info of FIXTURE.undeclared.user \
            does not declare "architecture.fixture.sound.used".\
            """
                .replace("FIXTURE.", FIXTURE),
            """
            FIXTURE.undeclared.user.User uses FIXTURE.sound.used.constants.Constants, \
            but the package-info of FIXTURE.undeclared.user \
            does not declare "architecture.fixture.sound.used.constants".\
            """
                .replace("FIXTURE.", FIXTURE));
  }

  @Test
  void reportsDeclaredPackagesThatNoClassUses() {
    assertThat(fixture("unused").unused())
        .containsExactly(
            "The package-info of io.chatpush.architecture.fixture.unused.user declares"
                + " \"architecture.fixture.nowhere\", but no class of the package uses it.",
            "The package-info of io.chatpush.architecture.fixture.unused.user declares"
                + " \"architecture.fixture.sound.used\", but no class of the package uses it.");
  }

  @Test
  void reportsACycleWithTheClassesThatMakeIt() {
    ModulePackages packages = fixture("cycle");

    assertThat(packages.undeclared()).isEmpty();
    assertThat(packages.unused()).isEmpty();
    assertThat(packages.cycles())
        .containsExactly(
            """
            The declared arrows form a cycle: FIXTURE.one → FIXTURE.two → FIXTURE.one \
            (FIXTURE.one.One uses FIXTURE.two.Two; FIXTURE.two.Two uses FIXTURE.one.One).\
            """
                .replace("FIXTURE.", FIXTURE + "cycle."));
  }

  @Test
  void reportsPackagesThatAreNotDescribed() {
    assertThat(fixture("undescribed").undescribed(Set.of()))
        .containsExactly(
            """
            The Javadoc of the package FIXTURE.fragment \
            does not begin with a sentence that says what it is for.\
            """
                .replace("FIXTURE.", FIXTURE + "undescribed."),
            "The package FIXTURE.nothing has no package-info.java."
                .replace("FIXTURE.", FIXTURE + "undescribed."),
            """
            The Javadoc of the package FIXTURE.speechless \
            does not begin with a sentence that says what it is for.\
            """
                .replace("FIXTURE.", FIXTURE + "undescribed."),
            "The package FIXTURE.undeclared has no @MayDependOn."
                .replace("FIXTURE.", FIXTURE + "undescribed."),
            "The package FIXTURE.unmarked is not @NullMarked."
                .replace("FIXTURE.", FIXTURE + "undescribed."));
  }

  @Test
  void acceptsGeneratedClassesThatAreNotNullMarked() {
    assertThat(fixture("undescribed").undescribed(Set.of(FIXTURE + "undescribed.unmarked")))
        .isNotEmpty()
        .noneMatch(violation -> violation.contains("unmarked"));
  }

  @Test
  void readsThePurposeAsMarkdown() {
    assertThat(fixture("sound").info(FIXTURE + "sound.user").purpose())
        .isEqualTo("Uses `used` as it declares.");
  }

  @Test
  void ordersPackagesByTheirArrows() {
    assertThat(fixture("sound").inOrder())
        .containsExactly(
            FIXTURE + "sound.user", FIXTURE + "sound.used", FIXTURE + "sound.used.constants");
    assertThat(fixture("cycle").inOrder()).containsExactly(FIXTURE + "cycle.entry");
  }

  private static ModulePackages fixture(String name) {
    return ModulePackages.of(
        new ClassFileImporter().importPackages(FIXTURE + name),
        ArchitectureContract.moduleOf(ModulePackagesTest.class).resolve("src/test/java"));
  }
}
