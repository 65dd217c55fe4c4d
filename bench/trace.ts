import { formatInstant, type Instant } from '../src/disclosure/instant.js';

const START = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;
const SENDS = 6;

export function transmissionsOf(count: number): number {
  return count * SENDS;
}

/**
 * A compliant recording of many installations, each of which declines participation as it is installed and
 * then sends its six reports; they begin a second apart, so that hundreds are under way at once.
 */
export function* traceLines(count: number): Generator<string> {
  yield JSON.stringify({
    type: 'start',
    format: 'candor-trace/1',
    at: formatInstant(START as Instant),
    disclosure: 'kes-11.0.0',
    system: 'reference',
  });
  const events = schedule(count);
  for (const { at, number, send } of events)
    yield JSON.stringify(send === 0 ? install(at, number) : report(at, number));
  const end = (events.at(-1)?.at ?? START) + HOUR;
  yield JSON.stringify({ type: 'heartbeat', at: formatInstant(end as Instant) });
  yield JSON.stringify({ type: 'end', at: formatInstant(end as Instant) });
}

interface Planned {
  readonly at: number;
  readonly number: number;
  /** 0 for the installation itself. */
  readonly send: number;
}

function schedule(count: number): readonly Planned[] {
  const planned: Planned[] = [];
  for (let number = 0; number < count; number += 1) {
    for (let send = 0; send <= SENDS; send += 1) {
      planned.push({ at: START + number * 1000 + send * 4 * HOUR, number, send });
    }
  }
  return planned.sort((one, other) => one.at - other.at);
}

function install(at: number, number: number): object {
  return {
    type: 'action',
    at: formatInstant(at as Instant),
    installation: `i-${number}`,
    action: 'install',
    facts: {
      installed: true,
      eula: 'accepted',
      ksnStatement: 'declined',
      ksn: 'disabled',
      ksnExtended: false,
    },
  };
}

function report(at: number, number: number): object {
  const body = {
    ksnStatementDecision: 'declined',
    ksnStatementDecidedAt: '2026-01-01T00:00:00.000Z',
    ksnStatementId: 'statement-1',
    ksnStatementVersion: '11.0.0',
    ksnEnabled: false,
    ksnExtendedModeEnabled: false,
    computerId: `computer-${number}`,
    userId: `user-${number}`,
    productVersion: '11.0.0.6499',
    applicationType: 'workstation',
  };
  return {
    type: 'transmission',
    at: formatInstant(at as Instant),
    installation: `i-${number}`,
    request: {
      method: 'POST',
      url: 'https://ksn.candor.test/v1/participation',
      headers: [
        ['host', 'ksn.candor.test'],
        ['content-type', 'application/json'],
        ['user-agent', 'bench'],
      ],
      body: JSON.stringify(body),
    },
    tls: { protocol: 'TLSv1.3', serverName: 'ksn.candor.test' },
  };
}
