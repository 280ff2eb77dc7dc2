package io.chatpush.schemas.serde;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chatpush.events.UserDevice;
import io.chatpush.schemas.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidator;
import org.apache.avro.SchemaValidatorBuilder;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;

/** FULL_TRANSITIVE without a registry: this version against every released one. */
class ReleasedSchemasTest {

  private static final SchemaValidator FULL_TRANSITIVE =
      new SchemaValidatorBuilder().mutualReadStrategy().validateAll();

  @Test
  void everyReleasedFileIsAsItWasReleased() throws IOException {
    Map<String, String> recorded = new TreeMap<>();
    for (String line : Files.readAllLines(SchemaRelease.CHECKSUMS)) {
      recorded.put(line.substring(66), line.substring(0, 64));
    }
    Map<String, String> there = new TreeMap<>();
    for (Path file : releasedFiles("")) {
      if (!file.equals(SchemaRelease.CHECKSUMS)) {
        there.put(
            SchemaRelease.RELEASED.relativize(file).toString().replace('\\', '/'),
            SchemaRelease.checksum(file));
      }
    }
    assertThat(there).isNotEmpty().isEqualTo(recorded);
  }

  @Test
  void everyReleasedSchemaReadsThisVersionAndIsReadByIt() throws IOException {
    for (Path file : releasedFiles(".avsc")) {
      Schema released = new Schema.Parser().parse(Files.readString(file));
      Schema current = Contract.record(released.getFullName());
      assertThat(current).as("%s: the record is still there", file).isNotNull();
      assertThatCode(() -> FULL_TRANSITIVE.validate(requireNonNull(current), List.of(released)))
          .as("%s and this version read each other", file)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void everyReleasedRecordIsStillRead() throws IOException {
    for (Path file : releasedFiles(".hex")) {
      Path schema = Path.of(file.toString().replace(".hex", ".avsc"));
      try (FakeRegistry registry = new FakeRegistry();
          AvroDeserializer deserializer = new AvroDeserializer()) {
        registry.put("some.topic-value", Files.readString(schema));
        deserializer.configure(Map.of("schema.registry.url", registry.url()), false);
        byte[] bytes = HexFormat.of().parseHex(Files.readString(file).strip());
        assertThat(deserializer.deserialize("some.topic", bytes)).as("%s", file).isNotNull();
      }
    }
  }

  /** The fixture of each record as bytes that are looked at, not computed. */
  @Test
  void recordsAreTheGoldenBytes() throws IOException {
    for (SpecificRecordBase record : Records.oneOfEach()) {
      String name = record.getSchema().getName();
      Path golden = Path.of("src", "test", "resources", "golden", name + ".hex");
      String hex = Files.readString(golden).strip();
      assertThat(SchemaRelease.wireHex(record))
          .as("%s is written as %s", name, golden)
          .isEqualTo(hex);
      try (FakeRegistry registry = new FakeRegistry();
          AvroDeserializer deserializer = new AvroDeserializer()) {
        registry.put("some.topic-value", SchemaRelease.current(record.getSchema()));
        deserializer.configure(Map.of("schema.registry.url", registry.url()), false);
        assertThat(deserializer.deserialize("some.topic", HexFormat.of().parseHex(hex)))
            .as("%s is read as %s", golden, name)
            .isEqualTo(record);
      }
    }
  }

  @Test
  void fixturesCoverTheContract() {
    assertThat(Records.oneOfEach())
        .extracting(r -> r.getSchema().getFullName())
        .containsExactlyInAnyOrderElementsOf(Contract.records());
  }

  @Test
  void fieldWithoutDefaultWouldBeFound() {
    String changed =
        UserDevice.getClassSchema()
            .toString()
            .replaceFirst("\"fields\":\\[", "\"fields\":[{\"name\":\"new\",\"type\":\"int\"},");
    assertThatThrownBy(() ->
            FULL_TRANSITIVE.validate(
                new Schema.Parser().parse(changed), List.of(UserDevice.getClassSchema())))
        .isInstanceOf(SchemaValidationException.class);
  }

  private static List<Path> releasedFiles(String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(SchemaRelease.RELEASED)) {
      return files
          .filter(f -> Files.isRegularFile(f) && f.toString().endsWith(suffix))
          .sorted()
          .toList();
    }
  }
}
