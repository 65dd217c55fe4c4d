import type { System } from '../../src/system/load.js';
import type { Route } from '../../src/system/system-file.generated.js';
import { acmeSystem, type Row, type TraceBuilder, table, trace } from './judging.js';

const live = 'wss://acme.test/live';
const { value } = acmeSystem.file;
const messages: Route = { payload: 'ping', method: 'MESSAGE', url: live, body: 'json' };
const [first, ...others] = value.routes.map((route) => (route.payload === 'ping' ? messages : route));
const routes: typeof value.routes = [first ?? messages, ...others];
const system: System = { ...acmeSystem, file: { ...acmeSystem.file, value: { ...value, routes } } };

const handshake: readonly [string, string][] = [
  ['Host', 'acme.test'],
  ['Connection', 'Upgrade'],
  ['Upgrade', 'websocket'],
  ['Sec-WebSocket-Version', '13'],
  ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
  ['Sec-WebSocket-Extensions', 'permessage-deflate; client_max_window_bits'],
];
const opened = (url = live, headers: readonly [string, string][] = []): TraceBuilder =>
  trace()
    .install()
    .beats()
    .transmits({ method: 'GET', url, headers: [...handshake, ...headers] });
const message = (body = '{}', url = live) => ({ method: 'MESSAGE', url, headers: [], body });

const channel: Row = ['channel/undocumented', 'ping.transmit', 'excess'];
const route: Row = ['route/undocumented', 'scope.transmit', 'excess'];

describe('WebSockets', () => {
  table({
    'of a route are opened and carry its messages': {
      trace: opened().transmits(message()).beats().ends(),
      system,
      verdicts: { 'ping.transmit': 'upheld' },
    },
    'that are opened and say nothing put nothing to the test': {
      trace: opened().beats().ends(),
      system,
      verdicts: { 'ping.transmit': 'not-exercised' },
    },
    'of no route are undocumented, and so is each message': {
      trace: opened().transmits(message()).ends(),
      findings: [route, route],
    },
    'of a route say nothing in a header beside their own': {
      trace: opened(live, [['Sec-WebSocket-Protocol', 'v1.secret']]).ends(),
      system,
      findings: [channel],
    },
    'of a route offer no extension that nobody knows': {
      trace: trace()
        .install()
        .beats()
        .transmits({
          method: 'GET',
          url: live,
          headers: [...handshake.slice(0, 5), ['Sec-WebSocket-Extensions', 'x-secret; of=mine']],
        })
        .ends(),
      system,
      findings: [channel],
    },
    'of a route have no query': { trace: opened(`${live}?who=me`).ends(), system, findings: [channel] },
    'are judged by their payload’s schema': {
      trace: opened().transmits(message('{"extra":1}')).ends(),
      system,
      findings: [['field/undocumented', 'ping.transmit', 'excess', '/extra']],
    },
    'in plaintext are of the route, and in plaintext': {
      trace: trace()
        .install()
        .transmits({ method: 'GET', url: 'ws://acme.test/live', headers: [...handshake] }, { tls: null })
        .transmits(message('{}', 'ws://acme.test/live'), { tls: null })
        .ends(),
      system,
      findings: [
        ['transport/plaintext', 'ping.transmit', 'excess'],
        ['transport/plaintext', 'ping.transmit', 'excess'],
      ],
    },
    'are no way to send a request of their route': {
      trace: trace()
        .install()
        .transmits({ method: 'GET', url: 'https://acme.test/live', headers: [] })
        .ends(),
      system,
      findings: [route],
    },
  });
});
