package io.chatpush.schemas;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * What every generated class takes for its model of itself. It makes Avro trust the classes of this
 * contract, as soon as one of them is used and whoever uses it: 1.12.2 instantiates no class that
 * nobody vouched for, not even to fill in a default. And it keeps what people write, who they are
 * and where they are reached out of {@code toString()}, and so out of logs.
 *
 * <p>Public for the generated classes alone.
 */
public final class RecordModel extends SpecificData {

  private static final String GENERATED = "io.chatpush.events";

  private static final List<String> SHOWN = List.of("push_id", "app_id", "message_id", "attempt");

  static {
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(), c -> c.getPackageName().equals(GENERATED)));
  }

  /** The generated classes say {@code new RecordModel()}; see {@code src/main/avro-templates}. */
  public RecordModel() {}

  @Override
  public String toString(Object datum) {
    if (!(datum instanceof IndexedRecord value)) {
      return super.toString(datum);
    }
    Schema schema = value.getSchema();
    return SHOWN.stream()
        .filter(name -> schema.getField(name) != null)
        .map(name -> name + "=" + value.get(schema.getField(name).pos()))
        .collect(Collectors.joining(", ", schema.getName() + "(", ")"));
  }
}
