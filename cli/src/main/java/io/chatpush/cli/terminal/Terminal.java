package io.chatpush.cli.terminal;

import io.chatpush.schemas.text.VisibleText;
import java.io.Console;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a command writes. Colours and moving progress lines appear only on a terminal, and colours
 * only where {@code NO_COLOR} is not set (no-color.org). Thread-safe.
 *
 * <p>Whatever a line quotes, the terminal obeys nothing in it but line feeds and the colours of
 * this class: all else is escaped, see {@link VisibleText}. Text from outside is to be escaped
 * before, so that it has no lines and no colours of its own.
 */
public final class Terminal {

  /** How often progress becomes a line of its own where lines cannot be overwritten. */
  private static final Duration PLAIN_PROGRESS = Duration.ofSeconds(10);

  /** The sequences of {@link #styled}. */
  private static final Pattern STYLE = Pattern.compile("\u001b\\[(?:[012]|3[126])m");

  private final PrintStream out;
  private final boolean interactive;
  private final boolean colours;
  private boolean progressShown;
  private long lastPlainProgress;

  /**
   * @param interactive whether a line can be overwritten
   * @param colours whether escape sequences may be written
   */
  Terminal(PrintStream out, boolean interactive, boolean colours) {
    this.out = out;
    this.interactive = interactive;
    this.colours = colours;
    this.lastPlainProgress = System.nanoTime() - PLAIN_PROGRESS.toNanos();
  }

  /** Standard output of this process. */
  public static Terminal system() {
    return on(System.out);
  }

  /** Standard error: for what is told of the work where standard output is for its result. */
  public static Terminal errors() {
    return on(System.err);
  }

  /** Returns a terminal that writes there, line by line. */
  public static Terminal writingTo(PrintStream out, boolean colours) {
    return new Terminal(out, false, colours);
  }

  /** Writes nothing: for what is told elsewhere. */
  public static Terminal silent() {
    return new Terminal(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
        false,
        false);
  }

  /** Asks whoever sits there, and waits for the answer; empty where nobody does. */
  public static Optional<String> ask(String question) {
    return console()
        .map(console -> {
          String answer = console.readLine("%s ", VisibleText.of(question));
          return answer == null ? "" : answer;
        });
  }

  private static Optional<Console> console() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }

  private static Terminal on(PrintStream out) {
    boolean interactive = console().isPresent() && !"dumb".equals(System.getenv("TERM"));
    String noColor = System.getenv("NO_COLOR");
    return new Terminal(out, interactive, interactive && (noColor == null || noColor.isEmpty()));
  }

  /** Writes a line, in place of the progress shown, if any. */
  public synchronized void line(String text) {
    endProgress();
    out.println(safe(text));
    out.flush();
  }

  /** Writes an empty line. */
  public void line() {
    line("");
  }

  /**
   * Shows how far something is: overwritten by the next progress or line; where that cannot be, a
   * line every ten seconds.
   */
  public synchronized void progress(String text) {
    if (interactive) {
      out.print("\r\u001b[2K" + safe(text));
      out.flush();
      progressShown = true;
    } else if (System.nanoTime() - lastPlainProgress >= PLAIN_PROGRESS.toNanos()) {
      lastPlainProgress = System.nanoTime();
      out.println(safe(text));
      out.flush();
    }
  }

  private String safe(String text) {
    if (!colours || text.indexOf('\u001b') < 0) {
      return visible(text);
    }
    StringBuilder safe = new StringBuilder(text.length());
    Matcher style = STYLE.matcher(text);
    int end = 0;
    while (style.find()) {
      safe.append(visible(text.substring(end, style.start()))).append(style.group());
      end = style.end();
    }
    return safe.append(visible(text.substring(end))).toString();
  }

  /** Lines and the joiners of emoji stay. */
  private static String visible(String text) {
    return VisibleText.proseLines(text);
  }

  public String bold(String text) {
    return styled("1", text);
  }

  public String dim(String text) {
    return styled("2", text);
  }

  public String good(String text) {
    return styled("32", text);
  }

  public String bad(String text) {
    return styled("31", text);
  }

  public String accent(String text) {
    return styled("36", text);
  }

  private String styled(String code, String text) {
    return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  private void endProgress() {
    if (progressShown) {
      out.print("\r\u001b[2K");
      progressShown = false;
    }
  }
}
