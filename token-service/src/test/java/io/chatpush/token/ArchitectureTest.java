package io.chatpush.token;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import io.chatpush.architecture.ArchitectureContract;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.RestController;

/**
 * The packages of token-service and the arrows between them, and the libraries that only some of
 * them may use.
 */
final class ArchitectureTest extends ArchitectureContract {

  private static final String ROOT = "io.chatpush.token";

  private static final DescribedPredicate<JavaClass> ENUMS_OF_THE_CONTRACT =
      resideInAPackage("io.chatpush.events").and(assignableTo(Enum.class));

  @Test
  void deviceKnowsOnlyTheJdkAndTheEnumsOfTheContract() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".device")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    ROOT + ".device", "java..", "org.jspecify..", "io.chatpush.architecture")
                .or(ENUMS_OF_THE_CONTRACT))
        .check(importedClasses());
  }

  @Test
  void onlyKafkaAndOwnershipKnowTheRecordsOfTheContract() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".kafka", ROOT + ".ownership")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.chatpush.events..", "io.chatpush.schemas..")
                .and(not(ENUMS_OF_THE_CONTRACT)))
        .check(importedClasses());
  }

  @Test
  void onlyTheWebKnowsReactor() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".web")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("reactor..", "org.springframework.web..")
        .check(importedClasses());
  }

  @Test
  void classesThatSpringWiresStayInTheirPackage() {
    classes()
        .that()
        .areAnnotatedWith(Configuration.class)
        .or()
        .areAnnotatedWith(RestController.class)
        .should()
        .bePackagePrivate()
        .check(importedClasses());
  }
}
