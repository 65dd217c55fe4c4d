import { type Row, table, trace } from './judging.js';

const channel: Row = ['channel/undocumented', 'lookup.transmit', 'excess'];
const named = (serverName: string | null, url = 'https://acme.test/v1/lookup/x?v=1') =>
  trace()
    .install()
    .sends('lookup', { url, tls: { protocol: 'TLSv1.3', serverName } })
    .ends();

describe('the TLS server name', () => {
  table({
    'may be the host of the URL': { trace: named('acme.test') },
    'may be it in other letter cases and with the dot of the root': { trace: named('ACME.test.') },
    'may be that of a host that shares the connection': { trace: named('updates.acme.test') },
    'may be left out': { trace: named(null) },
    'may not be that of anybody else': { trace: named('evil.test'), findings: [channel] },
    'may not be a part of the host': { trace: named('test'), findings: [channel] },
    'may not carry a label of its own': { trace: named('b25l.acme.test'), findings: [channel] },
    'may not follow the host': { trace: named('acme.test.evil.test'), findings: [channel] },
  });
});
