package io.chatpush.token.ownership;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Gives the stores of all partitions one budget of native memory. By default each has its own, some
 * 100 MB, so that an instance would need the more the more partitions it gets.
 *
 * <p>Made by Kafka Streams, hence public.
 *
 * @see <a
 *     href="https://kafka.apache.org/documentation/streams/developer-guide/memory-mgmt.html">Kafka
 *     Streams: memory management</a>
 */
public final class StoreMemory implements RocksDBConfigSetter {

  /** The key under which the bytes stand in the settings of Kafka Streams. */
  static final String BYTES = "chatpush.ownership.store-memory";

  /** Every registration is a write, also one that repeats what is known. */
  private static final int PART_FOR_WRITES = 2;

  /** Of one store; all of them together have the budget for writes. */
  private static final long WRITE_BUFFER = 4L * 1024 * 1024;

  private static @Nullable Cache cache;
  private static @Nullable WriteBufferManager writes;

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    if (!(configs.get(BYTES) instanceof Long bytes)) {
      throw new IllegalStateException(BYTES + " is not among the settings of Kafka Streams");
    }
    synchronized (StoreMemory.class) {
      if (cache == null || writes == null) {
        RocksDB.loadLibrary();
        cache = new LRUCache(bytes);
        writes = new WriteBufferManager(bytes / PART_FOR_WRITES, cache);
      }
      options.setWriteBufferManager(writes);
      options.setWriteBufferSize(WRITE_BUFFER);
      BlockBasedTableConfig tables = (BlockBasedTableConfig) options.tableFormatConfig();
      tables.setBlockCache(cache);
      // Otherwise they grow beside the budget, with the number of devices.
      tables.setCacheIndexAndFilterBlocks(true);
      tables.setPinTopLevelIndexAndFilter(true);
      options.setTableFormatConfig(tables);
    }
  }

  /** Nothing: what all stores share stays for the others. */
  @Override
  public void close(String storeName, Options options) {}
}
