package io.chatpush.architecture;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * What the {@code package-info.java} of a package says.
 *
 * @param exists whether there is one
 * @param purpose the first sentence of its Javadoc as Markdown; empty if the package has no Javadoc
 * @param nullMarked whether the package is {@link NullMarked}
 * @param declared whether the package has {@link MayDependOn}
 * @param mayDependOn the full names of the packages that it declares
 */
record PackageInfo(
    boolean exists,
    String purpose,
    boolean nullMarked,
    boolean declared,
    NavigableSet<String> mayDependOn) {

  /** Every package of this repository begins with it. */
  static final String REPOSITORY = "io.chatpush.";

  private static final Pattern JAVADOC =
      Pattern.compile("\\A\\s*/\\*\\*(?<text>.*?)\\*/", Pattern.DOTALL);

  private static final Pattern FIRST_SENTENCE = Pattern.compile("\\A.*?[.](?=\\s|\\z)");

  private static final Pattern INLINE_TAG = Pattern.compile("\\{@(?:code|link)\\s+([^}]*)}");

  PackageInfo {
    mayDependOn = Collections.unmodifiableNavigableSet(new TreeSet<>(mayDependOn));
  }

  /**
   * Reads the annotations from the class file and the sentence from the source.
   *
   * @param sources the directory that the package {@code io} is in
   */
  static PackageInfo of(JavaPackage described, Path sources) {
    Path source =
        sources.resolve(described.getName().replace('.', '/')).resolve("package-info.java");
    Optional<? extends HasAnnotations<?>> annotated = described.tryGetPackageInfo();
    Optional<? extends JavaAnnotation<?>> arrows =
        annotated.flatMap(info -> info.tryGetAnnotationOfType(MayDependOn.class.getName()));
    return new PackageInfo(
        Files.isRegularFile(source),
        Files.isRegularFile(source) ? purpose(source) : "",
        annotated.filter(info -> info.isAnnotatedWith(NullMarked.class.getName())).isPresent(),
        arrows.isPresent(),
        new TreeSet<>(arrows.map(PackageInfo::names).orElse(Stream.empty()).toList()));
  }

  /** The name of a package as {@link MayDependOn} has it. */
  static String shortName(String name) {
    return name.startsWith(REPOSITORY) ? name.substring(REPOSITORY.length()) : name;
  }

  private static Stream<String> names(JavaAnnotation<?> arrows) {
    Object[] names = (Object[]) arrows.get("value").orElse(new Object[0]);
    return Arrays.stream(names).map(name -> REPOSITORY + name);
  }

  private static String purpose(Path source) {
    try {
      Matcher javadoc = JAVADOC.matcher(Files.readString(source));
      if (!javadoc.find()) {
        return "";
      }
      String text =
          javadoc.group("text").replaceAll("(?m)^\\s*\\*", "").replaceAll("\\s+", " ").strip();
      Matcher sentence = FIRST_SENTENCE.matcher(text);
      return sentence.find() ? INLINE_TAG.matcher(sentence.group()).replaceAll("`$1`") : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
