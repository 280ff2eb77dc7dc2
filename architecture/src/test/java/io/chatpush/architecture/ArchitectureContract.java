package io.chatpush.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The packages of a module are described by their package-infos, their classes keep to the arrows
 * that {@link MayDependOn} declares, and docs/architecture.md shows both. Each module runs it for
 * its own classes, without those of its tests.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ArchitectureContract {

  private final Path module = moduleOf(getClass());

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/jmh_generated/"))
          .importPath(module.resolve("target/classes"));

  private final ModulePackages all = ModulePackages.of(classes, module.resolve("src/main/java"));

  /** The classes of the module. */
  protected final JavaClasses importedClasses() {
    return classes;
  }

  /**
   * The packages of generated classes: their package-info is written by hand, but they cannot be
   * {@link org.jspecify.annotations.NullMarked}.
   */
  protected Set<String> generated() {
    return Set.of();
  }

  /** The packages of other modules in which this module has classes; the rules leave them out. */
  protected Set<String> guestIn() {
    return Set.of();
  }

  @Test
  void everyPackageIsDescribed() {
    assertNone(packages().undescribed(generated()));
  }

  @Test
  void classesUseOnlyWhatTheirPackageDeclares() {
    assertNone(packages().undeclared());
  }

  @Test
  void everyDeclaredArrowIsUsed() {
    assertNone(packages().unused());
  }

  @Test
  void declaredArrowsHaveNoCycle() {
    assertNone(packages().cycles());
  }

  @Test
  void hasNoExceptionThatIsNotNeeded() {
    assertThat(all.infos().keySet()).containsAll(guestIn()).containsAll(generated());
  }

  @Test
  void documentShowsThePackages() {
    new ArchitectureDocument(module.resolveSibling("docs/architecture.md"))
        .check(module.getFileName().toString(), ArchitectureDocument.table(packages()));
  }

  private ModulePackages packages() {
    return all.without(guestIn());
  }

  private static void assertNone(List<String> violations) {
    assertThat(violations).as(String.join("\n", violations)).isEmpty();
  }

  /** The directory of the module whose test classes a class is among. */
  static Path moduleOf(Class<?> test) {
    try {
      Path testClasses = Path.of(test.getProtectionDomain().getCodeSource().getLocation().toURI());
      return testClasses.resolve("../..").normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The class path has no usable entry of " + test, e);
    }
  }
}
