package io.chatpush.events;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.util.ClassSecurityValidator;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * What every generated class takes for its model of itself. It makes Avro trust the classes of this
 * contract, as soon as one of them is used and whoever uses it: 1.12.2 instantiates no class that
 * nobody vouched for, not even to fill in a default. And it keeps what people write, who they are
 * and where they are reached out of {@code toString()}, and so out of logs.
 *
 * <p>Public for the serde, which reads the schemas of the generated classes with it.
 */
@NullMarked
public final class RecordModel extends SpecificData {

  private static final List<String> SHOWN = List.of("push_id", "app_id", "message_id", "attempt");

  static {
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(),
            c -> c.getPackageName().equals(RecordModel.class.getPackageName())));
  }

  /** The generated classes say {@code new RecordModel()}; see {@code src/main/avro-templates}. */
  public RecordModel() {}

  @Override
  public String toString(Object datum) {
    if (!(datum instanceof IndexedRecord value)) {
      return super.toString(datum);
    }
    return SHOWN.stream()
        .map(name -> shown(value, name))
        .filter(Objects::nonNull)
        .collect(Collectors.joining(", ", value.getSchema().getName() + "(", ")"));
  }

  /** Returns the field of that name, which may be a field of a record inside the record. */
  private static @Nullable String shown(IndexedRecord value, String name) {
    Schema.Field own = value.getSchema().getField(name);
    if (own != null) {
      return name + "=" + value.get(own.pos());
    }
    for (Schema.Field field : value.getSchema().getFields()) {
      if (value.get(field.pos()) instanceof IndexedRecord inner) {
        String found = shown(inner, name);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }
}
