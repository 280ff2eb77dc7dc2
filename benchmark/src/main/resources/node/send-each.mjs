// firebase-admin for Node.js at its best: so many sendEach() of 500 side by side, each of which opens an HTTP/2 session
// of its own. Sends the messages of OPTIONS.samples with a tag of their own each, and reports as the Java senders do.
//
//   node --require ./redirect-google.cjs send-each.mjs OPTIONS_FILE
import { readFileSync } from 'node:fs';
import { cert, initializeApp } from 'firebase-admin/app';
import { getMessaging } from 'firebase-admin/messaging';

const MOST_A_CALL = 500;
const options = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const app = initializeApp({ credential: cert(JSON.parse(readFileSync(options.serviceAccount, 'utf8'))) });
const messaging = getMessaging(app);
const report = (event, figures = '') => console.log(`@${event} ${JSON.stringify(figures)}`);

let counting = false;
let running = true;
let sent = 0;
let accepted = 0;
let failed = 0;
const latencies = [];

// What chatpush sends for the same content; see FirebaseAdmin.java.
function message() {
  const number = sent++;
  const sample = options.samples[number % options.samples.length];
  const pushId = `00000000-0000-5000-8000-${String(number).padStart(12, '0')}`;
  const { title, body, data, threadId, expiresAt, timeToLive } = sample;
  const result = { token: sample.address, notification: { title, body }, data: { ...data, push_id: pushId } };
  switch (sample.platform) {
    case 'ANDROID':
      result.android = { ttl: timeToLive * 1000, priority: 'high', notification: { tag: pushId } };
      break;
    case 'IOS':
      result.apns = {
        headers: { 'apns-priority': '10', 'apns-expiration': String(expiresAt), 'apns-collapse-id': pushId },
        payload: { aps: { mutableContent: true, threadId, sound: 'default' } },
      };
      break;
    default:
      result.webpush = { headers: { Urgency: 'high', TTL: String(timeToLive) }, notification: { tag: pushId } };
  }
  return result;
}

async function sendOver() {
  while (running) {
    const batch = Array.from({ length: MOST_A_CALL }, message);
    const begun = performance.now();
    const response = await messaging.sendEach(batch);
    if (counting) {
      accepted += response.successCount;
      failed += response.failureCount;
      latencies.push(performance.now() - begun);
    }
  }
}

const percentile = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? 0;

for (let caller = 0; caller * MOST_A_CALL < options.inFlight; caller++) {
  sendOver().catch((error) => {
    console.error(error);
    process.exit(1);
  });
}
setTimeout(() => {
  counting = true;
  report('begin');
  setTimeout(() => {
    counting = false;
    running = false;
    report('end');
    latencies.sort((one, other) => one - other);
    const latency = { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99), max: latencies.at(-1) ?? 0 };
    report('result', { accepted, failed, latency });
    process.exit(0);
  }, options.millis);
}, options.warmUpMillis);
