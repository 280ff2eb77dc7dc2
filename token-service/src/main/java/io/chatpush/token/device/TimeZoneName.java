package io.chatpush.token.device;

import java.util.regex.Pattern;

/**
 * The time zone a device is in.
 *
 * <p>Only the form is checked: phones learn new zones before servers do, and a device must not stay
 * without pushes because its zone is younger than our JDK.
 *
 * @param value of the form of an IANA name, e.g. {@code Europe/Zurich}, at most 64 characters
 */
public record TimeZoneName(String value) {

  private static final Pattern FORM =
      Pattern.compile("(?=.{1,64}$)[A-Za-z0-9._+-]+(/[A-Za-z0-9._+-]+)*");

  /**
   * @throws IllegalArgumentException if the value has not the form of a name
   */
  public TimeZoneName {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("must be an IANA time zone name such as Europe/Zurich");
    }
  }
}
