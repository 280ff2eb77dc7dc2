// Publishes one chat message with the client for Node.js; the access token is in the environment.
//
//   CHATPUSH_TOKEN=... node publish-with-client.mjs CLIENT URL APP < message.json
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [path, url, app] = process.argv.slice(2);
const { ChatpushClient } = await import(pathToFileURL(path));
const client = new ChatpushClient({ url, app, token: process.env.CHATPUSH_TOKEN });
console.log(JSON.stringify(await client.publish(JSON.parse(readFileSync(0, 'utf8')))));
