package io.chatpush.system;

import io.chatpush.stack.launch.StackDirectory;
import java.util.Map;

/** A whole chatpush, as those see it that send to it, register with it, or are FCM for it. */
interface SystemUnderTest {

  /** Where the keys are by which its people are trusted. */
  StackDirectory directory();

  /** Host and port of the broker. */
  String kafka();

  /** Settings of a client of the broker that may do everything. */
  default Map<String, Object> administrator() {
    return Map.of("bootstrap.servers", kafka());
  }

  /** Settings of a client of the broker that publishes chat events. */
  default Map<String, Object> chatSystem() {
    return administrator();
  }

  /** Where the Confluent API of the registry is. */
  String registryUrl();

  String tokenServiceUrl();

  /** Where the simulator shows what it received. */
  String simulatorUrl();
}
