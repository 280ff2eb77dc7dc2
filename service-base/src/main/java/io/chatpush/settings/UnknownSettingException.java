package io.chatpush.settings;

import java.util.Optional;

/** A file or an argument names a setting that nothing reads. Its message is all that is shown. */
public final class UnknownSettingException extends RuntimeException {

  UnknownSettingException(String name, Optional<String> meant) {
    super(name + " is no setting of this service." + UnknownSettings.didYouMean(meant));
  }
}
