package io.chatpush.schemas.serde;

import java.util.HashSet;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Refuses schemas of a registry by which a few bytes could cost much time, memory or stack. Avro
 * itself takes any schema, and reads whatever the schema allows: a list that contains itself to any
 * depth, or an array of 2^62 nulls in ten bytes.
 */
final class WriterSchemas {

  /** The schemas of the contract have a depth of 5 at most. */
  static final int MAX_DEPTH = 64;

  /** The largest schema of the contract has about 80 parts. */
  static final int MAX_PARTS = 5_000;

  private WriterSchemas() {}

  /** Returns what is wrong with a schema, or null if records may be read with it. */
  static @Nullable String fault(Schema schema) {
    Walk walk = new Walk();
    try {
      var _ = walk.canBeEmpty(schema, 1);
      return null;
    } catch (UnfitException e) {
      return e.reason;
    }
  }

  private static final class UnfitException extends Exception {
    final String reason;

    UnfitException(String reason) {
      super(reason, null, false, false);
      this.reason = reason;
    }
  }

  private static final class Walk {
    private final Set<String> open = new HashSet<>();
    private int parts;

    /** Returns whether a value of the schema may take no bytes at all. */
    boolean canBeEmpty(Schema schema, int depth) throws UnfitException {
      parts++;
      if (parts > MAX_PARTS) {
        throw new UnfitException("it has more than " + MAX_PARTS + " parts");
      }
      if (depth > MAX_DEPTH) {
        throw new UnfitException("it is nested more than " + MAX_DEPTH + " levels deep");
      }
      return switch (schema.getType()) {
        case NULL -> true;
        case FIXED -> schema.getFixedSize() == 0;
        case ARRAY -> {
          if (canBeEmpty(schema.getElementType(), depth + 1)) {
            throw new UnfitException("it has an array whose items may take no bytes");
          }
          yield false;
        }
        case MAP -> {
          var _ = canBeEmpty(schema.getValueType(), depth + 1);
          yield false;
        }
        case UNION -> {
          for (Schema branch : schema.getTypes()) {
            var _ = canBeEmpty(branch, depth + 1);
          }
          yield false;
        }
        case RECORD -> fields(schema, depth);
        case BOOLEAN, INT, LONG, FLOAT, DOUBLE, STRING, BYTES, ENUM -> false;
      };
    }

    private boolean fields(Schema schema, int depth) throws UnfitException {
      if (!open.add(schema.getFullName())) {
        throw new UnfitException("it contains itself");
      }
      boolean empty = true;
      for (Schema.Field field : schema.getFields()) {
        empty &= canBeEmpty(field.schema(), depth + 1);
      }
      open.remove(schema.getFullName());
      return empty;
    }
  }
}
