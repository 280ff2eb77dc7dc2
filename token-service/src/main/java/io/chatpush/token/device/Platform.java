package io.chatpush.token.device;

/** What kind of app instance a device is; decides which platform options of a push apply. */
public enum Platform {
  WEB,
  ANDROID,
  IOS
}
