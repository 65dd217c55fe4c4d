import type { TraceEvent } from '../../src/trace/trace-event.generated.js';

/** A trace with an event of each type. */
export const sample: readonly TraceEvent[] = [
  {
    type: 'start',
    format: 'candor-trace/1',
    at: '2026-01-01T00:00:00.000Z',
    disclosure: 'some-1.0',
    system: 'one',
    scenario: 'first',
    canaries: [{ name: 'hostname', value: 'host-7c2e', permitted: ['report#/host'] }],
    heartbeats: 'both-ends',
    kit: ['licence.txt'],
  },
  { type: 'heartbeat', at: '2026-01-01T00:00:00.000Z' },
  { type: 'facts', at: '2026-01-01T00:00:00.000Z', installation: 'i-1', facts: { virtualized: false } },
  {
    type: 'action',
    at: '2026-01-01T00:00:00.000Z',
    installation: 'i-1',
    action: 'install',
    facts: { installed: true, terms: 'accepted' },
  },
  {
    type: 'transmission',
    at: '2026-01-01T00:00:30.250Z',
    installation: 'i-1',
    request: {
      method: 'POST',
      url: 'https://one.test/v1?a=1',
      httpVersion: '1.1',
      headers: [
        ['Host', 'one.test'],
        ['x', ''],
      ],
      body: '{"a":"ü\\u0000","b":[1,{"c":2}]}',
    },
    tls: { protocol: 'TLSv1.3', serverName: 'one.test' },
  },
  {
    type: 'transmission',
    at: '2026-01-01T00:00:30.250Z',
    request: { method: 'POST', url: 'http://one.test/', bodyBase64: '//79' },
    tls: null,
  },
  {
    type: 'gap',
    at: '2026-01-01T00:01:00.000Z',
    until: '2026-01-01T00:05:00.000Z',
    installation: 'i-1',
    cause: 'host-asleep',
  },
  {
    type: 'opaque',
    at: '2026-01-01T00:05:00.000Z',
    installation: 'i-1',
    protocol: 'udp',
    destination: '192.0.2.7:443',
    bytes: 1200,
  },
  { type: 'end', at: '2026-01-02T00:00:00.000Z' },
];

/** Events as the text of a trace. */
export function traceText(events: readonly unknown[] = sample): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}
