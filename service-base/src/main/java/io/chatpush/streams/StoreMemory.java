package io.chatpush.streams;

import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The native memory that the stores of one application share, those of all its partitions. By
 * default each store has about 100 MB of its own, so that an instance would need the more the more
 * partitions it gets. The memory stays when a client is replaced, and ends with the process.
 * Thread-safe.
 *
 * @see <a
 *     href="https://kafka.apache.org/documentation/streams/developer-guide/memory-mgmt.html">Kafka
 *     Streams: memory management</a>
 */
public final class StoreMemory {

  private static final String SETTING = "chatpush.streams.store-memory";

  private final long bytes;
  private final int partForWrites;
  private final long writeBuffer;
  private @Nullable Cache cache;
  private @Nullable WriteBufferManager writes;

  /**
   * @param bytes of all stores together, for what is read again and what waits to be written
   * @param partForWrites the divisor of the part of it that may wait to be written: 4 is a quarter
   * @param writeBuffer the bytes of one write buffer of one store
   */
  public StoreMemory(long bytes, int partForWrites, long writeBuffer) {
    this.bytes = bytes;
    this.partForWrites = partForWrites;
    this.writeBuffer = writeBuffer;
  }

  /** Adds it to settings of Kafka Streams. */
  public void addTo(Map<String, Object> settings) {
    settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, Setter.class);
    settings.put(SETTING, this);
  }

  synchronized void set(Options options) {
    if (cache == null || writes == null) {
      RocksDB.loadLibrary();
      cache = new LRUCache(bytes);
      writes = new WriteBufferManager(bytes / partForWrites, cache);
    }
    options.setWriteBufferManager(writes);
    options.setWriteBufferSize(writeBuffer);
    BlockBasedTableConfig tables = (BlockBasedTableConfig) options.tableFormatConfig();
    tables.setBlockCache(cache);
    // Otherwise they grow beside the budget, with the number of entries.
    tables.setCacheIndexAndFilterBlocks(true);
    tables.setPinTopLevelIndexAndFilter(true);
    options.setTableFormatConfig(tables);
  }

  /** Gives a store its part. Kafka Streams creates it from its class name, hence public. */
  public static final class Setter implements RocksDBConfigSetter {

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
      if (!(configs.get(SETTING) instanceof StoreMemory memory)) {
        throw new IllegalStateException(SETTING + " is not among the settings of Kafka Streams");
      }
      memory.set(options);
    }

    /** Does nothing: what all stores share stays for the others. */
    @Override
    public void close(String storeName, Options options) {}
  }
}
