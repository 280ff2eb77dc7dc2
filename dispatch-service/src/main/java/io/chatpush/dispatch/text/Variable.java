package io.chatpush.dispatch.text;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a name in a template refers to. */
sealed interface Variable {

  /** Returns the value in full, or null if the event has none. */
  @Nullable String text(Variables event, String language);

  /** Returns the value as a number, or null if the event has none or it is not a number. */
  @Nullable Number number(Variables event);

  /** Returns whether {@link #number} can return one. */
  boolean isNumeric();

  Cleaning cleaning();

  /** The variables that every template has. */
  enum BuiltIn implements Variable {
    /** The sender's name, else their id. */
    SENDER(Cleaning.NAME) {
      @Override
      @Nullable String raw(Variables event, String language) {
        return firstSeen(event.senderName(), event.senderId());
      }
    },
    SENDER_ID(Cleaning.ID) {
      @Override
      String raw(Variables event, String language) {
        return event.senderId();
      }
    },
    CHANNEL(Cleaning.NAME) {
      @Override
      @Nullable String raw(Variables event, String language) {
        return event.channelName();
      }
    },
    /** The channel's name, else its id, as Twilio's templates have it. */
    CHANNEL_OR_ID(Cleaning.NAME) {
      @Override
      @Nullable String raw(Variables event, String language) {
        return firstSeen(event.channelName(), event.channelId());
      }
    },
    CHANNEL_ID(Cleaning.ID) {
      @Override
      String raw(Variables event, String language) {
        return event.channelId();
      }
    },
    MESSAGE(Cleaning.PROSE) {
      @Override
      @Nullable String raw(Variables event, String language) {
        return event.message();
      }
    },
    /** The word for the media in the template's language, in the form that fits the count. */
    MEDIA(Cleaning.OWN) {
      @Override
      @Nullable String raw(Variables event, String language) {
        return DefaultTexts.mediaWord(event, language);
      }
    },
    /** For a select: {@link MediaKind#keyword()}. */
    MEDIA_KIND(Cleaning.OWN) {
      @Override
      @Nullable String raw(Variables event, String language) {
        MediaKind kind = MediaKind.of(event);
        return kind == null ? null : kind.keyword();
      }
    },
    MEDIA_TYPE(Cleaning.ID) {
      @Override
      @Nullable String raw(Variables event, String language) {
        return event.mediaType();
      }
    },
    MEDIA_COUNT(Cleaning.OWN) {
      @Override
      @Nullable String raw(Variables event, String language) {
        Number count = number(event);
        return count == null ? null : count.toString();
      }

      @Override
      public @Nullable Number number(Variables event) {
        int count = event.mediaCount();
        if (count > 0) {
          return count;
        }
        return MediaKind.of(event) == null ? null : 1;
      }

      @Override
      public boolean isNumeric() {
        return true;
      }
    },
    REACTION(Cleaning.PROSE) {
      @Override
      @Nullable String raw(Variables event, String language) {
        return event.reaction();
      }
    },
    EVENT_TYPE(Cleaning.ID) {
      @Override
      String raw(Variables event, String language) {
        return event.eventType();
      }
    },
    /** For a select: {@code yes} if the event has the name of a channel, else {@code no}. */
    IN_CHANNEL(Cleaning.OWN) {
      @Override
      String raw(Variables event, String language) {
        return firstSeen(event.channelName(), null) == null ? "no" : "yes";
      }
    },
    APP_ID(Cleaning.ID) {
      @Override
      String raw(Variables event, String language) {
        return event.appId();
      }
    },
    MESSAGE_ID(Cleaning.ID) {
      @Override
      String raw(Variables event, String language) {
        return event.messageId();
      }
    };

    private final Cleaning cleaning;

    BuiltIn(Cleaning cleaning) {
      this.cleaning = cleaning;
    }

    abstract @Nullable String raw(Variables event, String language);

    @Override
    public final @Nullable String text(Variables event, String language) {
      return firstSeen(raw(event, language), null);
    }

    @Override
    public @Nullable Number number(Variables event) {
      return null;
    }

    @Override
    public boolean isNumeric() {
      return false;
    }

    @Override
    public final Cleaning cleaning() {
      return cleaning;
    }

    private static @Nullable String firstSeen(@Nullable String value, @Nullable String otherwise) {
      if (value != null && !Cleaning.isBlank(value)) {
        return value;
      }
      return otherwise == null || Cleaning.isBlank(otherwise) ? null : otherwise;
    }
  }

  /**
   * A value of the event's data that the app has declared. It is a number where a template uses it
   * as one and it is written like {@code -12.5}.
   */
  record Datum(String key) implements Variable {

    /** So short that a number is formatted in bounded time. */
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,10})?");

    @Override
    public @Nullable String text(Variables event, String language) {
      String value = event.datum(key);
      return value == null || Cleaning.isBlank(value) ? null : value;
    }

    @Override
    public @Nullable Number number(Variables event) {
      String value = event.datum(key);
      if (value == null || !NUMBER.matcher(value).matches()) {
        return null;
      }
      return value.indexOf('.') < 0 ? (Number) Long.valueOf(value) : new BigDecimal(value);
    }

    @Override
    public boolean isNumeric() {
      return true;
    }

    @Override
    public Cleaning cleaning() {
      return Cleaning.PROSE;
    }
  }
}
