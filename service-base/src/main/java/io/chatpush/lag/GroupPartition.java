package io.chatpush.lag;

import org.apache.kafka.common.TopicPartition;

/** A partition as read by a group. */
record GroupPartition(String group, TopicPartition partition) {}
