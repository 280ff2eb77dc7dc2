package io.chatpush.stack.replay;

import io.chatpush.events.Platform;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A device to register.
 *
 * @param user who is signed in on it
 * @param id unique within the app
 * @param address a registration token, which the simulator may read a behaviour from
 * @param platform what it is
 * @param locale BCP 47
 */
public record Device(String user, String id, String address, Platform platform, String locale) {

  private static final List<Platform> PLATFORMS =
      List.of(Platform.ANDROID, Platform.IOS, Platform.WEB);

  /**
   * Devices for everybody: the same ones for the same users every time. Their ids and addresses are
   * hashes, as users of real logs are called whatever they like.
   */
  static List<Device> forUsers(List<String> users, int perUser) {
    List<Device> devices = new ArrayList<>();
    for (String user : users) {
      for (int i = 1; i <= perUser; i++) {
        String hash = hash(user + "|" + i);
        devices.add(
            new Device(
                user,
                hash.substring(0, 22),
                "replay-" + hash,
                PLATFORMS.get((hash.charAt(0) + i) % PLATFORMS.size()),
                "en"));
      }
    }
    return devices;
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
