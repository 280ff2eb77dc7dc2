package io.chatpush.benchmark.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTest {

  @Test
  void addsUpWhatAStoreHasInAllTasks(@TempDir Path state) throws IOException {
    file(state.resolve("app/0_1/rocksdb/owners/1.sst"), 10);
    file(state.resolve("app/0_2/rocksdb/owners/2.sst"), 20);
    file(state.resolve("app/1_1/rocksdb/claims/1.sst"), 3);
    file(state.resolve("app/1_1/.checkpoint"), 1);

    assertThat(Disk.stores(state))
        .containsExactly(
            new Disk.Size("token-service: claims", 3),
            new Disk.Size("token-service: other", 1),
            new Disk.Size("token-service: owners", 30));
  }

  private static void file(Path file, int size) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[size]);
  }
}
