package io.chatpush.system;

import io.chatpush.stack.launch.StackDirectory;

/** A whole chatpush, as those see it that send to it, register with it, or are FCM for it. */
interface SystemUnderTest {

  /** Where the keys are by which its people are trusted. */
  StackDirectory directory();

  /** Host and port of the broker. */
  String kafka();

  /** Where the Confluent API of the registry is. */
  String registryUrl();

  String tokenServiceUrl();

  /** Where the simulator shows what it received. */
  String simulatorUrl();
}
