package io.chatpush.token;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.RestController;

/** The rooms of token-service and the arrows between them. Changing one is a design decision. */
class ArchitectureTest {

  private static final String ROOT = "io.chatpush.token";

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void arrowsPointToTheDevice() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
        .layer("device")
        .definedBy(ROOT + ".device")
        .layer("startup")
        .definedBy(ROOT + ".startup")
        .layer("apps")
        .definedBy(ROOT + ".apps")
        .layer("instances")
        .definedBy(ROOT + ".instances")
        .layer("web")
        .definedBy(ROOT + ".web")
        .layer("kafka")
        .definedBy(ROOT + ".kafka")
        .layer("ownership")
        .definedBy(ROOT + ".ownership")
        .whereLayer("web")
        .mayOnlyAccessLayers("device", "apps", "instances", "startup")
        .whereLayer("kafka")
        .mayOnlyAccessLayers("device", "startup")
        .whereLayer("ownership")
        .mayOnlyAccessLayers("device", "startup")
        .whereLayer("apps")
        .mayOnlyAccessLayers("device", "startup")
        .whereLayer("instances")
        .mayNotAccessAnyLayer()
        .whereLayer("device")
        .mayNotAccessAnyLayer()
        .whereLayer("startup")
        .mayNotAccessAnyLayer()
        .check(ALL);
  }

  @Test
  void deviceKnowsOnlyTheJdk() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".device")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(ROOT + ".device", "java..", "org.jspecify..")
        .check(ALL);
  }

  @Test
  void onlyKafkaAndOwnershipKnowTheContract() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".kafka", ROOT + ".ownership")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.chatpush.events..", "io.chatpush.schemas..")
        .check(ALL);
  }

  @Test
  void onlyTheWebKnowsReactor() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".web")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("reactor..", "org.springframework.web..")
        .check(ALL);
  }

  @Test
  void whatSpringWiresStaysInItsRoom() {
    classes()
        .that()
        .areAnnotatedWith(Configuration.class)
        .or()
        .areAnnotatedWith(RestController.class)
        .should()
        .bePackagePrivate()
        .check(ALL);
  }
}
