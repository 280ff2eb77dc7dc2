package io.chatpush.benchmark.tokens;

import io.chatpush.benchmark.pipeline.Population;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the apps of some users ask, one request after the other. Two devices each are registered,
 * then registered again and again with another address: so there is no end to what changes, and
 * nobody has more devices than people have. Thread-safe.
 */
final class AppRequests {

  private final String host;
  private final List<String> tokens;
  private final int firstAddress;
  private final int devices;
  private final AtomicLong registrations = new AtomicLong();
  private final AtomicLong others = new AtomicLong();

  /**
   * @param host of the header
   * @param tokens of a user each
   * @param firstAddress number of an address from which on none is in use
   */
  AppRequests(String host, List<String> tokens, int firstAddress) {
    this.host = host;
    this.tokens = List.copyOf(tokens);
    this.firstAddress = firstAddress;
    this.devices = tokens.size() * ImportedDevices.PER_USER;
  }

  /** The next request. */
  String next(RequestKind kind) {
    return switch (kind) {
      case REGISTER -> registration(registrations.getAndIncrement());
      case REPEAT -> registration(lastOf(others.getAndIncrement(), registrations.get(), devices));
      case LIST -> list(others.getAndIncrement());
    };
  }

  /** What its answer is to be. */
  static int expected(RequestKind kind) {
    return switch (kind) {
      case REGISTER, REPEAT -> 202;
      case LIST -> 200;
    };
  }

  /** How many devices there are by now. */
  long registered() {
    return Math.min(registrations.get(), devices);
  }

  /**
   * Which registration is the last of the device whose turn it is.
   *
   * @param turn of all, from 0
   * @param registrations how many there were
   * @param devices whose turn they were, one after the other
   */
  static long lastOf(long turn, long registrations, long devices) {
    long device = turn % Math.max(1, Math.min(devices, registrations));
    long last = Math.max(0, registrations - 1);
    return last - Math.floorMod(last - device, devices);
  }

  private String registration(long number) {
    int device = (int) (number % devices);
    String body = ImportedDevices.registration((int) (firstAddress + number));
    return "PUT /v1/apps/%s/devices/app-%07d HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n"
            .formatted(Population.APP, device, host, tokens.get(device / ImportedDevices.PER_USER))
        + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(body.length(), body);
  }

  private String list(long number) {
    return "GET /v1/apps/%s/devices HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n"
        .formatted(Population.APP, host, tokens.get((int) (number % tokens.size())));
  }
}
