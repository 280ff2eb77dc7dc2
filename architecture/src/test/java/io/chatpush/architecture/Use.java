package io.chatpush.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One class of this repository uses another one.
 *
 * @param origin the name of the class, with its package
 * @param originPackage the name of its package
 * @param target the class that it uses
 * @param targetPackage the package of that class
 */
record Use(String origin, String originPackage, String target, String targetPackage) {

  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?(io\\.chatpush\\.[a-z_.]+)\\.([A-Z]\\w*)");

  /** The uses of other packages that a class file shows. */
  static Stream<Use> byClassFile(JavaClass origin) {
    return origin.getDirectDependenciesFromSelf().stream()
        .map(Dependency::getTargetClass)
        .map(JavaClass::getBaseComponentType)
        .filter(target -> target.getPackageName().startsWith(PackageInfo.REPOSITORY))
        .map(target ->
            new Use(
                origin.getName(),
                origin.getPackageName(),
                target.getName(),
                target.getPackageName()))
        .filter(Use::leavesThePackage);
  }

  /**
   * The uses of other packages that the imports of a package's sources show. The compiler copies
   * the value of a constant, so that no class file tells where it came from.
   *
   * @param sources the directory that the package {@code io} is in
   */
  static Stream<Use> byImports(String originPackage, Path sources) {
    Path directory = sources.resolve(originPackage.replace('.', '/'));
    if (!Files.isDirectory(directory)) {
      return Stream.empty(); // all of its classes are generated
    }
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> classes = files.filter(Use::isSourceOfClasses).sorted().toList();
      return classes.stream().flatMap(file -> imports(originPackage, file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSourceOfClasses(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".java") && !name.equals("package-info.java");
  }

  private static Stream<Use> imports(String originPackage, Path file) {
    try {
      String origin = originPackage + "." + file.getFileName().toString().replace(".java", "");
      List<MatchResult> imports = IMPORT.matcher(Files.readString(file)).results().toList();
      return imports.stream()
          .map(found ->
              new Use(origin, originPackage, found.group(1) + "." + found.group(2), found.group(1)))
          .filter(Use::leavesThePackage);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean leavesThePackage() {
    return !originPackage.equals(targetPackage);
  }

  @Override
  public String toString() {
    return origin + " uses " + target;
  }
}
