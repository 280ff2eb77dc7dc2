package io.chatpush.dispatch.push;

/**
 * What kind of app instance a device is; decides which of FCM's platform options a push carries.
 */
public enum Platform {
  ANDROID,
  IOS,
  WEB
}
