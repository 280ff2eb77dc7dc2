package io.chatpush.schemas.serde;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.chatpush.schemas.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Keeps the contract as it stands under {@code released/}, where later versions are held against
 * it. Run once for each release, as the README of this module says.
 */
public final class SchemaRelease {

  static final Path RELEASED = Path.of("released");
  static final Path CHECKSUMS = RELEASED.resolve("SHA256SUMS");

  private SchemaRelease() {}

  /** Takes the version, e.g. {@code v0.2.0}. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1 || !arguments[0].matches("v\\d+\\.\\d+\\.\\d+")) {
      throw new IllegalArgumentException("one argument: the version, e.g. v0.2.0");
    }
    Path directory = RELEASED.resolve(arguments[0]);
    // Fails if it is there: what is released stays as it is.
    Files.createDirectory(directory);
    for (SpecificRecordBase record : Records.oneOfEach()) {
      String name = record.getSchema().getName();
      Files.writeString(directory.resolve(name + ".avsc"), current(record.getSchema()));
      Files.writeString(directory.resolve(name + ".hex"), wireHex(record) + "\n");
      for (String suffix : new String[] {".avsc", ".hex"}) {
        Path file = directory.resolve(name + suffix);
        Files.writeString(
            CHECKSUMS,
            checksum(file) + "  " + RELEASED.relativize(file) + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      }
    }
  }

  /** A record's schema as a file that needs no other. */
  static String current(Schema schema) throws IOException {
    return new ObjectMapper().readTree(Contract.published(schema)).toPrettyString() + "\n";
  }

  /** A record as it stands in a topic, with schema id 1. */
  static String wireHex(SpecificRecordBase record) {
    try (FakeRegistry registry = new FakeRegistry();
        AvroSerializer serializer = new AvroSerializer()) {
      serializer.configure(
          Map.of("schema.registry.url", registry.url(), "auto.register.schemas", "true"), false);
      byte[] bytes = requireNonNull(serializer.serialize("some.topic", record));
      return HexFormat.of().formatHex(bytes);
    }
  }

  static String checksum(Path file) throws IOException {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
