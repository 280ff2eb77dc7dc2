package io.chatpush.cli.preview;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A device of a user, as {@code --device} names it.
 *
 * @param user the user
 * @param device the id of the device
 */
record DeviceName(String user, String device) {

  /** Reads {@code USER/DEVICE}; a user id may have a slash, a device id may not. */
  static final class Converter implements ITypeConverter<DeviceName> {

    @Override
    public DeviceName convert(String value) {
      int slash = value.lastIndexOf('/');
      if (slash <= 0 || slash == value.length() - 1) {
        throw new TypeConversionException("it must be USER/DEVICE, such as maya/maya-phone");
      }
      return new DeviceName(value.substring(0, slash), value.substring(slash + 1));
    }
  }
}
