package io.chatpush.architecture;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares which other packages of this repository the classes of a package may use. Every {@code
 * package-info.java} has this annotation, and the architecture test of each module holds the
 * declarations and the classes against each other: a class that uses an undeclared package fails
 * it, and so do a declared package that no class uses and a cycle of declared packages.
 *
 * <p>It is in the class files for that test alone; nothing reads it at run time.
 */
@Documented
@Target(ElementType.PACKAGE)
@Retention(RetentionPolicy.CLASS)
public @interface MayDependOn {

  /**
   * The names of the packages without the {@code io.chatpush.} that all of them begin with: {@code
   * dispatch.push}, {@code schemas.serde}, {@code events}. The rule is the same for packages of the
   * own module and of others. A name stands for this one package and not for the packages below it.
   * Empty if the package uses no other one.
   */
  String[] value();
}
