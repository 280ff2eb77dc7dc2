package io.chatpush.benchmark;

import io.chatpush.benchmark.process.Child;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.Main;

/** Runs the JMH benchmarks of this module, in a JVM with its usual compilers. */
final class Jmh {

  private Jmh() {}

  static int run(String pattern, Path saved) throws IOException, InterruptedException {
    return Child.java(
            Main.class,
            List.of(),
            pattern,
            "-rf",
            "json",
            "-rff",
            saved.resolve("jmh.json").toString())
        .inheritIO()
        .start()
        .waitFor();
  }
}
