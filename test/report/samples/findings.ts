import { createHash } from 'node:crypto';
import { rules } from '../../../src/judge/rules.js';
import type { FindingGroup, Occurrence, Sample, SampleLine } from '../../../src/report/report.js';

export function digest(of: string): string {
  return `sha256:${createHash('sha256').update(of).digest('hex')}`;
}

interface Shape {
  readonly id: string;
  readonly rule: string;
  readonly clause: string;
  readonly title: string;
  readonly sent?: string;
  readonly allowed?: string;
  readonly state?: string;
  readonly scenario?: string;
  readonly count?: number;
  readonly sample?: Sample;
  readonly pointer?: string;
  readonly member?: string;
  readonly line?: number;
  readonly isNew?: boolean;
}

/** A group of findings of one rule, with as many occurrences as it counts. */
export function findingGroup(shape: Shape, firstNumber: number): FindingGroup {
  const rule = rules.find(({ id }) => id === shape.rule);
  if (rule === undefined) throw new Error(`there is no rule ${shape.rule}`);
  const count = shape.count ?? 1;
  const occurrences = Array.from({ length: count }, (_, index) =>
    occurrence(shape, firstNumber + index, index),
  );
  const scenario = shape.scenario ?? 'accepted-then-failing';
  return {
    id: shape.id,
    rule: shape.rule,
    kind: rule.kind,
    effect: rule.effect,
    clause: shape.clause,
    title: shape.title,
    fires: rule.fires,
    remedy: rule.remedy,
    sent: shape.sent,
    allowed: shape.allowed,
    count,
    installations: 1,
    scenarios: [scenario],
    states: shape.state === undefined ? [] : [shape.state],
    from: occurrences[0]?.at ?? '',
    until: occurrences.at(-1)?.at ?? '',
    sample: shape.sample,
    occurrences,
    command: `candor verify traces/${scenario}.ndjson --only f-${firstNumber}`,
    waiver: undefined,
    isNew: shape.isNew,
  };
}

function occurrence(shape: Shape, number: number, index: number): Occurrence {
  const line = shape.line ?? 12;
  const scenario = shape.scenario ?? 'accepted-then-failing';
  const trace = `traces/${scenario}.ndjson`;
  return {
    id: `f-${number}`,
    at: new Date(Date.UTC(2026, 0, 1, 12, 0, 12, 482) + index * 240_000).toISOString(),
    scenario,
    installation: 'i-1',
    state: shape.state,
    message: shape.title,
    sent: shape.sent,
    allowed: shape.allowed,
    evidence: {
      trace,
      line: line === 0 ? 0 : line + index,
      pointer: shape.pointer,
      member: shape.member,
      digest: line === 0 ? undefined : digest(`${trace}:${line + index}`),
    },
  };
}

function member(name: string, value: string, more: Partial<SampleLine> = {}): SampleLine {
  return { part: 'member', depth: 0, name, value, redacted: false, mark: undefined, ...more };
}

function header(name: string, value: string, more: Partial<SampleLine> = {}): SampleLine {
  return member(name, value, { part: 'header', ...more });
}

const pulse: readonly SampleLine[] = [
  header('content-type', 'application/json'),
  member('decision', '"declined"'),
  member('decidedAt', '"2026-01-01T08:00:00.000Z"'),
  member('productVersion', '"3.1.0.412"'),
];

const report: readonly SampleLine[] = [
  header('content-type', 'application/json'),
  member('stationNumber', 'text of 6 characters · 9f1c04d277ab', { redacted: true }),
  member('version', '"3.1.0.412"'),
  member('language', '"de-DE"'),
  member('tideHeight', '3.42'),
];

function pulseWith(...lines: readonly SampleLine[]): Sample {
  return { request: 'POST https://pulse.harbour.example/v3/pulses', lines: [...pulse, ...lines], omitted: 0 };
}

function reportWith(...lines: readonly SampleLine[]): Sample {
  return {
    request: 'POST https://reports.harbour.example/v3/reports',
    lines: [...report, ...lines],
    omitted: 0,
  };
}

const accepted = 'accepted';
const declined = 'declined';
const declining = 'declined-at-install';

const shapes: readonly Shape[] = [
  {
    id: 'g-1',
    rule: 'field/undocumented',
    clause: 'report.transmit',
    title: 'The report carries a field that the disclosure does not name: environment.hostName.',
    sent: 'environment.hostName: text of 14 characters · 52d0c1f6e8aa',
    allowed: 'stationNumber, version, language, tideHeight and nothing else',
    state: accepted,
    count: 4,
    isNew: true,
    pointer: '/request/body',
    member: '/environment/hostName',
    sample: {
      request: 'POST https://reports.harbour.example/v3/reports',
      lines: [
        ...report,
        member('environment', '', { part: 'member' }),
        member('hostName', 'text of 14 characters · 52d0c1f6e8aa', {
          depth: 1,
          redacted: true,
          mark: 'not documented',
        }),
        member('languages', 'list of 2', { depth: 1 }),
        member('0', '"de-DE"', { depth: 2 }),
        member('1', '"en-GB"', { depth: 2 }),
      ],
      omitted: 12,
    },
  },
  {
    id: 'g-2',
    rule: 'field/missing',
    clause: 'report.tide',
    title: 'The report lacks tideHeight though the gauge works.',
    sent: 'nothing',
    allowed: 'tideHeight: a number from -20 to 20',
    state: accepted,
    count: 2,
    line: 18,
    pointer: '/request/body',
    member: '/tideHeight',
    sample: {
      request: 'POST https://reports.harbour.example/v3/reports',
      lines: [...report.slice(0, 4), member('tideHeight', '', { mark: 'missing' })],
      omitted: 0,
    },
    isNew: false,
  },
  {
    id: 'g-3',
    rule: 'field/unwarranted',
    clause: 'gauge.port',
    title: 'The failure names a port though the station lies in none.',
    sent: 'portName: "Nordhaven"',
    allowed: 'no portName while inPort is false',
    state: accepted,
    line: 22,
    pointer: '/request/body',
    member: '/portName',
    sample: {
      request: 'POST https://reports.harbour.example/v3/failures',
      lines: [
        member('stationNumber', 'text of 6 characters · 9f1c04d277ab', { redacted: true }),
        member('portName', '"Nordhaven"', { mark: 'not in this state' }),
      ],
      omitted: 0,
    },
    isNew: true,
  },
  {
    id: 'g-4',
    rule: 'field/invalid',
    clause: 'report.product',
    title: 'language is not a language tag.',
    sent: 'language: "Deutsch (Österreich), Sommerzeit"',
    allowed: 'a language tag of at most 35 characters',
    state: accepted,
    line: 24,
    pointer: '/request/body',
    member: '/language',
    sample: reportWith(
      member('language', '"Deutsch (Österreich), Sommerzeit"', { mark: 'not as documented' }),
    ),
    isNew: false,
  },
  {
    id: 'g-5',
    rule: 'field/untrue',
    clause: 'pulse.decision',
    title: 'The pulse says that the choice was accepted; it was declined.',
    sent: 'decision: "accepted"',
    allowed: 'decision: "declined", as was decided',
    state: declined,
    scenario: declining,
    line: 8,
    pointer: '/request/body',
    member: '/decision',
    sample: {
      request: 'POST https://pulse.harbour.example/v3/pulses',
      lines: [member('decision', '"accepted"', { mark: 'not true' }), ...pulse.slice(2)],
      omitted: 0,
    },
  },
  {
    id: 'g-6',
    rule: 'channel/undocumented',
    clause: 'report.transmit',
    title: 'The header cookie is not one that the route permits.',
    sent: 'cookie: text of 48 characters · 77ab4e0eb3a9',
    allowed: 'host, content-type, content-length, user-agent',
    state: accepted,
    line: 30,
    pointer: '/request/headers/4',
    sample: {
      request: 'POST https://reports.harbour.example/v3/reports',
      lines: [
        header('cookie', 'text of 48 characters · 77ab4e0eb3a9', { redacted: true, mark: 'not documented' }),
        ...report,
      ],
      omitted: 0,
    },
  },
  {
    id: 'g-7',
    rule: 'state/forbidden',
    clause: 'station.closed',
    title: 'A report was sent though the station was closed.',
    sent: 'station-report, while closed is true',
    allowed: 'no station-report while closed is true',
    state: accepted,
    line: 41,
    pointer: '/request',
    sample: reportWith(),
    isNew: true,
  },
  {
    id: 'g-8',
    rule: 'route/undocumented',
    clause: 'scope.transmit',
    title: 'POST https://metrics.harbour.example/collect is no route of the disclosure and is not excluded.',
    sent: 'POST https://metrics.harbour.example/collect',
    allowed: 'the four routes of systems/tidewatch/system.yaml',
    count: 3,
    line: 44,
    pointer: '/request/url',
    sample: {
      request: 'POST https://metrics.harbour.example/collect',
      lines: [
        {
          part: 'text',
          depth: 0,
          name: 'body of 96 bytes',
          value: 'text of 96 characters · 0c1f6e8aa52d',
          redacted: true,
          mark: 'not documented',
        },
      ],
      omitted: 0,
    },
  },
  {
    id: 'g-9',
    rule: 'transport/plaintext',
    clause: 'links.follow',
    title: 'The link was followed without TLS.',
    sent: 'GET http://go.harbour.example/manual',
    allowed: 'TLSv1.2 or later',
    state: accepted,
    line: 51,
    pointer: '/tls',
  },
  {
    id: 'g-10',
    rule: 'leak/canary',
    clause: 'consent.before',
    title: 'The planted value hostname stands in base64 in a query parameter, before any choice was made.',
    sent: 'd: text of 20 characters · e8aa52d0c1f6',
    allowed: 'the planted value hostname nowhere',
    state: 'not-asked',
    scenario: 'nothing-chosen',
    line: 5,
    pointer: '/request/url',
    member: '/d',
    sample: {
      request: 'GET https://go.harbour.example/start',
      lines: [
        member('v', '"3.1.0.412"'),
        member('d', 'text of 20 characters · e8aa52d0c1f6', { redacted: true, mark: 'a planted value' }),
      ],
      omitted: 0,
    },
  },
  {
    id: 'g-11',
    rule: 'schedule/missing',
    clause: 'pulse.schedule',
    title: 'The slot at T0 + 12 h passed empty.',
    sent: 'nothing from 2026-01-01T19:55:00.000Z to 2026-01-01T20:05:00.000Z',
    allowed: 'one pulse within 5 minutes of 2026-01-01T20:00:00.000Z',
    state: declined,
    scenario: declining,
    line: 0,
  },
  {
    id: 'g-12',
    rule: 'schedule/off-slot',
    clause: 'pulse.schedule',
    title: 'A pulse came 32.2 minutes after the slot at T0 + 12 h had ended.',
    sent: 'pulse at 2026-01-01T20:37:12.000Z',
    allowed: 'a pulse within 5 minutes of T0 + 4 h, 8 h, 12 h, 16 h, 20 h and 24 h',
    state: declined,
    scenario: declining,
    line: 10,
    pointer: '/request',
    sample: pulseWith(),
  },
  {
    id: 'g-13',
    rule: 'schedule/after-window',
    clause: 'pulse.schedule',
    title: 'A pulse came 3 h 55 min after the window was over.',
    sent: 'pulse at 2026-01-02T12:00:00.000Z',
    allowed: 'no pulse after 2026-01-02T08:05:00.000Z',
    state: declined,
    scenario: declining,
    count: 2,
    line: 18,
    pointer: '/request',
    sample: pulseWith(),
  },
  {
    id: 'g-14',
    rule: 'trigger/missing',
    clause: 'gauge.trigger',
    title: 'The gauge failed, and no gauge-failure was sent within a minute.',
    sent: 'nothing within PT1M',
    allowed: 'one gauge-failure within PT1M of fail-gauge',
    state: accepted,
    line: 33,
    pointer: '/action',
  },
  {
    id: 'g-15',
    rule: 'kit/missing',
    clause: 'kit.files',
    title: 'The distribution kit lacks rules.txt.',
    sent: 'no file rules.txt',
    allowed: 'rules.txt',
    state: 'not-asked',
    scenario: 'nothing-chosen',
    line: 0,
    isNew: false,
  },
  {
    id: 'g-16',
    rule: 'capture/opaque',
    clause: 'scope.transmit',
    title: '1200 bytes left over udp for 192.0.2.7:443 and could not be read.',
    sent: '1200 bytes, udp, 192.0.2.7:443',
    allowed: 'what can be read',
    state: accepted,
    line: 60,
  },
  {
    id: 'g-17',
    rule: 'capture/dead',
    clause: 'scope.transmit',
    title: 'The heartbeat at the end of withdrawn-while-asleep was not captured.',
    allowed: 'a heartbeat on both sides of a scenario',
    state: 'withdrawn',
    scenario: 'withdrawn-while-asleep',
    line: 0,
  },
];

/** A dozen kinds of finding and more, of both kinds, one of which decides nothing. */
export function brokenGroups(): readonly FindingGroup[] {
  let next = 1;
  return shapes.map((shape) => {
    const group = findingGroup(shape, next);
    next += group.count;
    return group;
  });
}
