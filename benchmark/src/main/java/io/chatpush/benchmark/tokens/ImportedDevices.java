package io.chatpush.benchmark.tokens;

import io.chatpush.benchmark.pipeline.Population;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The devices of an app that moves to chatpush: two of each user, as lines of an import.
 *
 * @param number how many there are
 */
record ImportedDevices(int number) {

  static final int PER_USER = 2;

  /** Of as many users the devices are asked for, to see whether all are there. */
  private static final int SAMPLE = 64;

  int users() {
    return (number + PER_USER - 1) / PER_USER;
  }

  /** Writes a line for each. */
  void write(Path file) {
    try (BufferedWriter lines = Files.newBufferedWriter(file)) {
      for (int device = 0; device < number; device++) {
        lines.write(line(device));
        lines.newLine();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** Users from all over, who have all their devices. */
  List<String> sampleOfUsers() {
    int whole = number / PER_USER;
    return IntStream.range(0, Math.min(SAMPLE, whole))
        .mapToObj(i -> user((int) ((long) i * whole / Math.min(SAMPLE, whole))))
        .toList();
  }

  static String line(int device) {
    return "{\"user_id\":\"%s\",\"device_id\":\"device-%07d\",%s"
        .formatted(user(device / PER_USER), device, registration(device).substring(1));
  }

  /**
   * The body of a registration.
   *
   * @param address number of its address
   */
  static String registration(int address) {
    return "{\"address\":{\"type\":\"TOKEN\",\"value\":\"%s\"},\"platform\":\"%s\",\"locale\":\"en\"}"
        .formatted(Population.address(address), Population.platform(address));
  }

  private static String user(int number) {
    return "user-%06d".formatted(number);
  }
}
