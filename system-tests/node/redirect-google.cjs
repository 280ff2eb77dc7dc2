// Preloaded by `node --require`: connections to Google go to the FCM simulator, everything else is untouched. TLS still
// checks the certificate against Google's names, which the simulator's carries; NODE_EXTRA_CA_CERTS makes Node trust it.
'use strict';

const tls = require('node:tls');

const GOOGLE = new Set(['fcm.googleapis.com', 'oauth2.googleapis.com']);
const SIMULATOR = { host: '127.0.0.1', port: Number(process.env.FCM_SIMULATOR_PORT) };

const connect = tls.connect;

// Node's https calls tls.connect(options), its http2 calls tls.connect(port, host, options).
tls.connect = function connectToSimulator(...args) {
  if (typeof args[0] === 'object' && GOOGLE.has(args[0].host)) {
    return connect.call(this, { ...args[0], ...SIMULATOR }, ...args.slice(1));
  }
  if (GOOGLE.has(args[1])) {
    return connect.call(this, SIMULATOR.port, SIMULATOR.host, ...args.slice(2));
  }
  return connect.apply(this, args);
};
