package io.chatpush.dispatch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Configuration;

/** The rooms of dispatch-service and the arrows between them. Changing one is a design decision. */
class ArchitectureTest {

  private static final String ROOT = "io.chatpush.dispatch";

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void arrowsPointToThePush() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
        .layer("push")
        .definedBy(ROOT + ".push")
        .layer("startup")
        .definedBy(ROOT + ".startup")
        .layer("kafka")
        .definedBy(ROOT + ".kafka")
        .layer("window")
        .definedBy(ROOT + ".window")
        .layer("pacing")
        .definedBy(ROOT + ".pacing")
        .layer("policy")
        .definedBy(ROOT + ".policy")
        .layer("content")
        .definedBy(ROOT + ".content")
        .layer("fanout")
        .definedBy(ROOT + ".fanout")
        .layer("delivery")
        .definedBy(ROOT + ".delivery")
        .layer("fcm")
        .definedBy(ROOT + ".fcm")
        .layer("ledger")
        .definedBy(ROOT + ".ledger")
        .layer("operations")
        .definedBy(ROOT + ".operations")
        .layer("provisioning")
        .definedBy(ROOT + ".provisioning")
        .layer("web")
        .definedBy(ROOT + ".web")
        .whereLayer("push")
        .mayNotAccessAnyLayer()
        .whereLayer("startup")
        .mayNotAccessAnyLayer()
        .whereLayer("window")
        .mayNotAccessAnyLayer()
        .whereLayer("pacing")
        .mayOnlyAccessLayers("startup")
        .whereLayer("policy")
        .mayNotAccessAnyLayer()
        .whereLayer("kafka")
        .mayOnlyAccessLayers("startup")
        .whereLayer("content")
        .mayOnlyAccessLayers("push")
        .whereLayer("fanout")
        .mayOnlyAccessLayers("policy", "content", "push", "kafka", "startup")
        .whereLayer("delivery")
        .mayOnlyAccessLayers("push", "pacing", "window", "kafka", "startup")
        .whereLayer("fcm")
        .mayOnlyAccessLayers("delivery", "pacing", "push", "startup")
        .whereLayer("ledger")
        .mayOnlyAccessLayers("delivery", "push", "kafka")
        .whereLayer("operations")
        .mayOnlyAccessLayers("delivery", "fanout", "policy", "push", "kafka", "startup")
        .whereLayer("provisioning")
        .mayOnlyAccessLayers("startup")
        .whereLayer("web")
        .mayOnlyAccessLayers("operations", "startup")
        .check(ALL);
  }

  @Test
  void onlyTheFcmRoomKnowsFirebase() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".fcm")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "com.google.firebase..", "com.google.auth..", "com.google.api..", "io.netty..")
        .check(ALL);
  }

  @Test
  void onlyTheHttpEdgeKnowsReactor() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".web")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "reactor..", "org.springframework.http..", "org.springframework.security..")
        .check(ALL);
  }

  @Test
  void whatAPushSaysKnowsNoRecordOfKafka() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".content", ROOT + ".policy", ROOT + ".fcm")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.chatpush.events..", "org.apache.kafka..", "org.apache.avro..")
        .check(ALL);
  }

  @Test
  void theWindowKnowsNothingOfPushes() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".window")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT + ".window",
            "io.chatpush.kafka..",
            "io.chatpush.supervision..",
            "io.chatpush.service..",
            "java..",
            "org.jspecify..",
            "org.slf4j..",
            "org.apache.kafka..",
            "org.springframework.kafka..",
            "org.springframework.context..")
        .check(ALL);
  }

  @Test
  void whatSpringWiresStaysInItsRoom() {
    classes().that().areAnnotatedWith(Configuration.class).should().bePackagePrivate().check(ALL);
  }
}
