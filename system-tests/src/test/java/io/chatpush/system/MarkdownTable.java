package io.chatpush.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rows of the tables in a Markdown file whose first cell is a name in code font. */
final class MarkdownTable {

  private static final Pattern CELL_BORDER = Pattern.compile("(?<!\\\\)\\|");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private MarkdownTable() {}

  /**
   * A row.
   *
   * @param name the first cell, without its code font
   * @param cells those after it, as they are written but for escaped pipes
   */
  record Row(String name, List<String> cells) {

    String cell(int index) {
      return index < cells.size() ? cells.get(index) : "";
    }

    /** The words of a cell that lists some, separated by commas. */
    Set<String> words(int index) {
      return Pattern.compile("\\w+")
          .matcher(cell(index))
          .results()
          .map(MatchResult::group)
          .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What stands in code font in a cell. */
    List<String> code(int index) {
      return CODE.matcher(cell(index)).results().map(match -> match.group(1)).toList();
    }
  }

  /** All rows of all tables whose name matches. */
  static List<Row> rows(Path file, String namePattern) {
    Pattern name = Pattern.compile(namePattern);
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith("| `"))
          .map(MarkdownTable::row)
          .filter(row -> name.matcher(row.name()).matches())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What begins a row of any table, in code font. */
  static List<String> names(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith("| `"))
          .flatMap(line -> CODE.matcher(line).results().limit(1))
          .map(match -> match.group(1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(String line) {
    List<String> cells =
        CELL_BORDER
            .splitAsStream(line.strip())
            .skip(1)
            .map(cell -> cell.strip().replace("\\|", "|"))
            .toList();
    return new Row(cells.getFirst().replace("`", ""), cells.subList(1, cells.size()));
  }
}
