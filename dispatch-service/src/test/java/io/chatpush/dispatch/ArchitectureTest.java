package io.chatpush.dispatch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.chatpush.architecture.ArchitectureContract;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Configuration;

/**
 * The packages of dispatch-service and the arrows between them, and the libraries that only some of
 * them may use.
 */
final class ArchitectureTest extends ArchitectureContract {

  private static final String ROOT = "io.chatpush.dispatch";

  @Test
  void onlyFcmKnowsFirebase() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".fcm..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "com.google.firebase..", "com.google.auth..", "com.google.api..", "io.netty..")
        .check(importedClasses());
  }

  @Test
  void theHttp2ClientKnowsNothingOfFcm() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".fcm.http2")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google..", "tools.jackson..", "org.springframework..")
        .check(importedClasses());
  }

  @Test
  void onlyTheHttp2ClientAndItsCallerKnowNetty() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".fcm.message", ROOT + ".fcm.credentials")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(importedClasses());
  }

  @Test
  void onlyTheRoutesKnowReactor() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + ".web", ROOT + ".operations..", ROOT + ".preview", ROOT + ".publishing")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "reactor..", "org.springframework.http..", "org.springframework.security..")
        .check(importedClasses());
  }

  @Test
  void readersOfTopicsKnowNothingOfHttp() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".operations.log")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("reactor..", "org.springframework.http..", "org.springframework.web..")
        .check(importedClasses());
  }

  @Test
  void whatAPushSaysKnowsNothingOfKafka() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".content", ROOT + ".text", ROOT + ".policy", ROOT + ".fcm..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "org.apache.avro..")
        .check(importedClasses());
  }

  @Test
  void onlyTextsKnowIcu() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".text")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.ibm.icu..")
        .check(importedClasses());
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
            "io.chatpush.architecture",
            "io.chatpush.kafka..",
            "io.chatpush.supervision..",
            "io.chatpush.service..",
            "java..",
            "org.jspecify..",
            "org.slf4j..",
            "org.apache.kafka..",
            "org.springframework.kafka..",
            "org.springframework.context..")
        .check(importedClasses());
  }

  @Test
  void classesThatSpringWiresStayInTheirPackage() {
    classes()
        .that()
        .areAnnotatedWith(Configuration.class)
        .should()
        .bePackagePrivate()
        .check(importedClasses());
  }
}
