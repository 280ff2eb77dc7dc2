package io.chatpush.architecture;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The packages of one module: what their package-infos declare, and what their classes use. Each of
 * the rules returns one sentence for each violation.
 *
 * @param infos by the full name of the package
 * @param uses from classes of these packages to classes of other packages of this repository
 */
record ModulePackages(SortedMap<String, PackageInfo> infos, List<Use> uses) {

  ModulePackages {
    infos = Collections.unmodifiableSortedMap(new TreeMap<>(infos));
    uses = List.copyOf(uses);
  }

  /**
   * Reads the packages that the classes are in.
   *
   * @param sources the directory that the package {@code io} is in
   */
  static ModulePackages of(JavaClasses classes, Path sources) {
    List<JavaClass> ofPackages =
        classes.stream().filter(type -> !type.getSimpleName().equals("package-info")).toList();
    SortedMap<String, PackageInfo> infos = new TreeMap<>();
    for (JavaClass type : ofPackages) {
      infos.computeIfAbsent(
          type.getPackageName(), name -> PackageInfo.of(classes.getPackage(name), sources));
    }
    Stream<Use> byClassFiles = ofPackages.stream().flatMap(Use::byClassFile);
    Stream<Use> byImports = infos.keySet().stream().flatMap(name -> Use.byImports(name, sources));
    return new ModulePackages(
        infos,
        Stream.concat(byClassFiles, byImports)
            .distinct()
            .sorted(Comparator.comparing(Use::origin).thenComparing(Use::target))
            .toList());
  }

  /**
   * The packages that are not described.
   *
   * @param generated packages of generated classes, which need not be null-marked
   */
  List<String> undescribed(Set<String> generated) {
    List<String> violations = new ArrayList<>();
    infos.forEach((name, info) -> {
      if (!info.exists()) {
        violations.add("The package %s has no package-info.java.".formatted(name));
        return;
      }
      if (info.purpose().isEmpty()) {
        violations.add(
            "The Javadoc of the package %s does not begin with a sentence that says what it is for."
                .formatted(name));
      }
      if (!info.nullMarked() && !generated.contains(name)) {
        violations.add("The package %s is not @NullMarked.".formatted(name));
      }
      if (!info.declared()) {
        violations.add("The package %s has no @MayDependOn.".formatted(name));
      }
    });
    return violations;
  }

  /** The uses of packages that are not declared, one sentence for each pair of packages. */
  List<String> undeclared() {
    Map<String, List<Use>> undeclared =
        uses.stream()
            .filter(use -> {
              PackageInfo info = info(use.originPackage());
              return info.declared() && !info.mayDependOn().contains(use.targetPackage());
            })
            .collect(
                groupingBy(
                    use -> use.originPackage() + " " + use.targetPackage(),
                    TreeMap::new,
                    toList()));
    return undeclared.values().stream()
        .map(same -> {
          Use first = same.getFirst();
          String more = same.size() == 1 ? "" : " (and %d more)".formatted(same.size() - 1);
          return "%s%s, but the package-info of %s does not declare \"%s\"."
              .formatted(
                  first, more, first.originPackage(), PackageInfo.shortName(first.targetPackage()));
        })
        .toList();
  }

  /** The declared packages that no class uses. */
  List<String> unused() {
    return infos.keySet().stream()
        .flatMap(name ->
            info(name).mayDependOn().stream()
                .filter(target -> uses(name, target).isEmpty())
                .map(target ->
                    "The package-info of %s declares \"%s\", but no class of the package uses it."
                        .formatted(name, PackageInfo.shortName(target))))
        .toList();
  }

  /** One cycle of declared packages, or nothing. */
  List<String> cycles() {
    NavigableSet<String> rest = new TreeSet<>(infos.keySet());
    inOrder().forEach(rest::remove);
    if (rest.isEmpty()) {
      return List.of();
    }
    // Each of the rest has a user among the rest, so going from user to user repeats one.
    List<String> way = new ArrayList<>();
    String name = rest.first();
    while (!way.contains(name)) {
      way.addFirst(name);
      name = usersAmong(rest, name).getFirst();
    }
    way.addFirst(name);
    List<String> cycle = way.subList(0, way.subList(1, way.size()).indexOf(name) + 2);
    List<String> arrows = new ArrayList<>();
    for (int i = 0; i + 1 < cycle.size(); i++) {
      List<Use> arrow = uses(cycle.get(i), cycle.get(i + 1));
      arrows.add(arrow.isEmpty() ? "no class uses it" : arrow.getFirst().toString());
    }
    return List.of(
        "The declared arrows form a cycle: %s (%s)."
            .formatted(String.join(" → ", cycle), String.join("; ", arrows)));
  }

  /**
   * The packages in such an order that each depends only on later ones. Those of a cycle, and those
   * that it needs, are left out.
   */
  List<String> inOrder() {
    List<String> order = new ArrayList<>();
    NavigableSet<String> rest = new TreeSet<>(infos.keySet());
    while (true) {
      List<String> unusedNow =
          rest.stream().filter(name -> usersAmong(rest, name).isEmpty()).toList();
      if (unusedNow.isEmpty()) {
        return order;
      }
      order.addAll(unusedNow);
      unusedNow.forEach(rest::remove);
    }
  }

  PackageInfo info(String name) {
    PackageInfo info = infos.get(name);
    if (info == null) {
      throw new IllegalArgumentException("This module has no package " + name);
    }
    return info;
  }

  private List<String> usersAmong(Set<String> names, String used) {
    return names.stream()
        .filter(name -> !name.equals(used) && info(name).mayDependOn().contains(used))
        .toList();
  }

  private List<Use> uses(String origin, String target) {
    return uses.stream()
        .filter(use -> use.originPackage().equals(origin) && use.targetPackage().equals(target))
        .toList();
  }

  /** Without these packages. */
  ModulePackages without(Set<String> names) {
    SortedMap<String, PackageInfo> left = new TreeMap<>(infos);
    left.keySet().removeAll(names);
    return new ModulePackages(
        left, uses.stream().filter(use -> left.containsKey(use.originPackage())).toList());
  }
}
