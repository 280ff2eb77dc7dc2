// Sends one message to each address with the official Admin SDK and prints, as JSON, what the SDK made of each answer.
//
//   node --require ./redirect-google.cjs send-with-firebase-admin.mjs SERVICE_ACCOUNT_FILE < addresses.json
import { readFileSync } from 'node:fs';
import { cert, initializeApp } from 'firebase-admin/app';
import { getMessaging } from 'firebase-admin/messaging';

const serviceAccount = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const addresses = JSON.parse(readFileSync(0, 'utf8'));

const app = initializeApp({ credential: cert(serviceAccount) });
const messaging = getMessaging(app);
const message = (token) => ({ token, notification: { title: 'From Node', body: 'Sent with the Admin SDK' } });

// send() speaks HTTP/1.1, sendEach() HTTP/2.
const overHttp1 = await Promise.all(
  addresses.map((token) =>
    messaging.send(message(token)).then(
      (messageId) => ({ messageId }),
      (error) => ({ code: error.code }),
    ),
  ),
);
const batch = await messaging.sendEach(addresses.map(message));
const overHttp2 = batch.responses.map(({ messageId, error }) => (error ? { code: error.code } : { messageId }));

console.log(JSON.stringify({ overHttp1, overHttp2 }));
