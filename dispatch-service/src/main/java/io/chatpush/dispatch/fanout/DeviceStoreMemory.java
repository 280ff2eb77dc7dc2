package io.chatpush.dispatch.fanout;

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
public final class DeviceStoreMemory implements RocksDBConfigSetter {

  /** The key under which the bytes stand in the settings of Kafka Streams. */
  static final String BYTES = "chatpush.fan-out.store-memory";

  /** Writes are few: a device refreshes its address once a month. */
  private static final int PART_FOR_WRITES = 4;

  private static @Nullable Cache cache;
  private static @Nullable WriteBufferManager writes;

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    if (!(configs.get(BYTES) instanceof Long bytes)) {
      throw new IllegalStateException(BYTES + " is not among the settings of Kafka Streams");
    }
    synchronized (DeviceStoreMemory.class) {
      if (cache == null || writes == null) {
        RocksDB.loadLibrary();
        cache = new LRUCache(bytes);
        writes = new WriteBufferManager(bytes / PART_FOR_WRITES, cache);
      }
      options.setWriteBufferManager(writes);
      options.setWriteBufferSize(bytes / PART_FOR_WRITES);
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
