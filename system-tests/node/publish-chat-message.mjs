// Publishes one chat event as a chat system in JavaScript would: the schema comes from the registry, nothing from chatpush.
//
//   node publish-chat-message.mjs BROKER REGISTRY_URL < event.json
import { readFileSync } from 'node:fs';
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { Kafka, Partitioners, logLevel } from 'kafkajs';

const [broker, registryUrl] = process.argv.slice(2);
const event = JSON.parse(readFileSync(0, 'utf8'));

const registry = new SchemaRegistry({ host: registryUrl });
const schemaId = await registry.getLatestSchemaId('chat.messages-value');
const value = await registry.encode(schemaId, event);

const kafka = new Kafka({ clientId: 'stranger', brokers: [broker], logLevel: logLevel.WARN });
const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
await producer.connect();
const [{ partition, baseOffset }] = await producer.send({
  topic: 'chat.messages',
  messages: [{ key: event.channel_id, value }],
});
await producer.disconnect();

console.log(JSON.stringify({ schemaId, partition, offset: baseOffset }));
