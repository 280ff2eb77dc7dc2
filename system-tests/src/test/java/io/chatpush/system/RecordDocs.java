package io.chatpush.system;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** What the Javadoc of a record says, as Markdown. Classes do not have it, so sources are read. */
final class RecordDocs {

  private static final List<String> MODULES =
      List.of("token-service", "dispatch-service", "service-base");

  /** By the name of the file and of the record, for records in records are told apart by both. */
  private final Map<String, DocCommentTree> comments = new HashMap<>();

  /** The first sentences of a record's own comment, without the tags. */
  String of(Class<?> type) {
    DocCommentTree comment = comment(type);
    return comment == null ? "" : markdown(comment.getFullBody());
  }

  /** What {@code @param} says of a component, or nothing. */
  String of(Class<?> type, String component) {
    DocCommentTree comment = comment(type);
    if (comment == null) {
      return "";
    }
    return comment.getBlockTags().stream()
        .filter(ParamTree.class::isInstance)
        .map(ParamTree.class::cast)
        .filter(param -> param.getName().toString().equals(component))
        .map(param -> markdown(param.getDescription()))
        .findFirst()
        .orElse("");
  }

  private @Nullable DocCommentTree comment(Class<?> type) {
    Class<?> outermost = type;
    while (outermost.getEnclosingClass() != null) {
      outermost = outermost.getEnclosingClass();
    }
    String file = outermost.getName();
    if (!comments.containsKey(key(file, outermost.getSimpleName()))) {
      read(file);
    }
    return comments.get(key(file, type.getSimpleName()));
  }

  private void read(String name) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjects(source(name)));
      DocTrees trees = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new TreePathScanner<Void, Void>() {
          @Override
          public Void visitClass(ClassTree type, Void nothing) {
            comments.put(
                key(name, type.getSimpleName().toString()),
                trees.getDocCommentTree(getCurrentPath()));
            return super.visitClass(type, null);
          }
        }.scan(unit, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String key(String file, String type) {
    return file + " " + type;
  }

  private static Path source(String name) {
    return MODULES.stream()
        .map(module -> Project.file(module + "/src/main/java/" + name.replace('.', '/') + ".java"))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no source of " + name));
  }

  private static String markdown(List<? extends DocTree> trees) {
    return trees.stream()
        .map(RecordDocs::markdown)
        .collect(Collectors.joining())
        .replaceAll("\\s+", " ")
        .strip();
  }

  private static String markdown(DocTree tree) {
    return switch (tree) {
      case LiteralTree literal -> "`" + literal.getBody().getBody().strip() + "`";
      case LinkTree link when !link.getLabel().isEmpty() -> markdown(link.getLabel());
      case LinkTree link -> "`" + link.getReference().getSignature() + "`";
      default -> tree.toString();
    };
  }
}
