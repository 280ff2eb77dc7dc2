package io.chatpush.schemas.serde;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.chatpush.events.AddressClaim;
import io.chatpush.events.ChannelMembership;
import io.chatpush.events.ChatMessageEvent;
import io.chatpush.events.DeviceOwner;
import io.chatpush.events.DeviceTokenEvent;
import io.chatpush.events.UserDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/**
 * Facts that several records of the pipeline need are one record that they contain. The records
 * that chat systems write or read stay flat, because that is easier to write in other languages.
 */
class RecordShapesTest {

  private static final Set<String> FLAT =
      Set.of(
          ChatMessageEvent.class.getName(),
          ChannelMembership.class.getName(),
          DeviceTokenEvent.class.getName(),
          UserDevice.class.getName(),
          DeviceOwner.class.getName(),
          AddressClaim.class.getName());

  @Test
  void noTwoRecordsRepeatFields() {
    List<Schema> records = new ArrayList<>(records().values());
    assertThat(records).hasSizeGreaterThan(8);
    List<String> repeated = new ArrayList<>();
    for (int one = 0; one < records.size(); one++) {
      for (int other = one + 1; other < records.size(); other++) {
        Set<String> common = facts(records.get(one));
        common.retainAll(facts(records.get(other)));
        if (common.size() > 1) {
          repeated.add(
              records.get(one).getName() + " and " + records.get(other).getName() + ": " + common);
        }
      }
    }
    assertThat(repeated).isEmpty();
  }

  @Test
  void everyRecordAndFieldIsExplained() {
    for (Schema record : records().values()) {
      assertThat(record.getDoc()).as(record.getName()).isNotBlank();
      for (Schema.Field field : record.getFields()) {
        assertThat(field.doc()).as("%s.%s", record.getName(), field.name()).isNotBlank();
      }
    }
  }

  /** The names of the fields that are not themselves a record, or several. */
  private static Set<String> facts(Schema record) {
    Set<String> names = new TreeSet<>();
    for (Schema.Field field : record.getFields()) {
      Map<String, Schema> inside = new TreeMap<>();
      collect(field.schema(), inside);
      if (inside.isEmpty()) {
        names.add(field.name());
      }
    }
    return names;
  }

  /** All records of the topics and the records inside them, except the flat ones. */
  private static Map<String, Schema> records() {
    Map<String, Schema> found = new TreeMap<>();
    for (String name : Contract.records()) {
      if (!FLAT.contains(name)) {
        collect(requireNonNull(Contract.record(name)), found);
      }
    }
    return found;
  }

  private static void collect(Schema schema, Map<String, Schema> found) {
    switch (schema.getType()) {
      case RECORD -> {
        if (found.put(schema.getFullName(), schema) == null) {
          schema.getFields().forEach(field -> collect(field.schema(), found));
        }
      }
      case ARRAY -> collect(schema.getElementType(), found);
      case MAP -> collect(schema.getValueType(), found);
      case UNION -> schema.getTypes().forEach(part -> collect(part, found));
      default -> {}
    }
  }
}
