package io.chatpush.dispatch.kafka;

import net.jpountz.util.Native;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the native code by which Kafka's clients compress. lz4-java looks for it unasked only where
 * the system class loader has it, and so never inside the jar that Spring Boot makes; there it
 * falls back to Java code, which takes six times the CPU to compress and more to read again.
 *
 * @see net.jpountz.lz4.LZ4Factory#fastestInstance
 */
final class NativeLz4 {

  private static final Logger log = LoggerFactory.getLogger(NativeLz4.class);

  private NativeLz4() {}

  /** Before the first client is made. Where there is none for the platform, Java code remains. */
  static void load() {
    try {
      Native.load();
    } catch (LinkageError | RuntimeException e) {
      log.info("No native lz4 on this platform, Java code compresses: {}", e.toString());
    }
  }
}
