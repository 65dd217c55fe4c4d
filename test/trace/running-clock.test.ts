import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import type { Capture, Heard } from '../../src/capture/capture.js';
import type { Captured } from '../../src/capture/captured.js';
import type { DisclosureFile } from '../../src/disclosure/disclosure-file.generated.js';
import { type Instant, parseDuration } from '../../src/disclosure/instant.js';
import type { ScenarioFile } from '../../src/scenario/scenario-file.generated.js';
import type { Driver } from '../../src/system/driver.js';
import type { SystemFile } from '../../src/system/system-file.generated.js';
import { readTrace } from '../../src/trace/read.js';
import { type RecordOptions, recordScenario } from '../../src/trace/record.js';
import type { TraceEvent } from '../../src/trace/trace-event.generated.js';
import { temporaryFolder } from '../system/adapter-fixture.js';

const FACTOR = 10_000;
const origin = Date.UTC(2026, 0, 1);

const disclosure = {
  disclosure: 'some-1.0',
  actions: { look: { sets: { looked: true } } },
  payloads: {
    report: {
      schedule: { after: { looked: true }, every: 'PT4H', for: 'PT24H', tolerance: 'PT5M', clause: 'some' },
    },
  },
} as unknown as DisclosureFile;

const system = {
  system: 'one',
  disclosure: 'some-1.0',
  driver: { kind: 'process', actions: {} },
  capture: { kind: 'namespace' },
  transport: { tls: 'optional' },
  headers: { permitted: [] },
  routes: [{ payload: 'report', method: 'POST', url: 'http://one.test/v1' }],
} as unknown as SystemFile;

/** A product whose time runs, and a capture that sees what a test puts into it. */
function setting() {
  const begun = performance.now();
  const arrived: Captured[] = [];
  const heard: Heard[] = [];
  let counted = 0;
  const at = (moment: number): Instant => Math.round(origin + (moment - begun) * FACTOR) as Instant;
  const until = async (to: Instant): Promise<void> => {
    while (at(performance.now()) < to) await pause(1);
  };
  const capture: Capture = {
    kind: 'namespace',
    url: 'http://10.0.0.1:3128',
    environment: {},
    enclose: (command) => command,
    take: async () => arrived.splice(0),
    refuse: () => undefined,
    heartbeat: async () => heard.shift() ?? { over: ['dns', 'tls', 'udp'], missing: [] },
    bytes: async () => {
      counted += 100;
      return { left: counted, network: 5, tls: 4, framing: 3, dns: 2, messages: 1, opaque: 0 };
    },
    close: async () => undefined,
  };
  const driver: Driver = {
    clock: {
      kind: 'faketime',
      factor: FACTOR,
      at,
      uncertainty: async () => ({ uncertainty: 250, drift: 40.2, probes: 12 }),
    },
    initialize: async () => ({ name: 'product', version: '1' }),
    perform: async () => undefined,
    advance: until,
    sleep: until,
    shutdown: async () => undefined,
    kill: async () => undefined,
    stderr: '',
  };
  const opaque = (moment: number | undefined, destination: string): Captured => ({
    kind: 'opaque',
    protocol: 'tcp',
    destination,
    bytes: 1,
    ...(moment === undefined ? {} : { moment }),
  });
  return { arrived, heard, at, capture, driver, opaque };
}

describe('The recorder of a product whose clock runs', () => {
  const folder = temporaryFolder();
  let count = 0;
  after(() => folder.remove());

  const record = async (
    when: ScenarioFile['when'],
    { capture, driver }: Pick<ReturnType<typeof setting>, 'capture' | 'driver'>,
  ): Promise<{ events: TraceEvent[]; notices: string[] }> => {
    count += 1;
    const notices: string[] = [];
    const options: RecordOptions = {
      scenario: {
        scenario: 'first',
        title: 'A',
        disclosure: 'some-1.0',
        given: { dark: true },
        when,
        // biome-ignore lint/suspicious/noThenProperty: the word is the scenario's, and nothing awaits it.
        then: [{ payload: 'report', times: 0 }],
      },
      disclosure,
      system,
      systemFolder: folder.path,
      traceFile: folder.file(`trace-${count}.ndjson`),
      stderrFile: folder.file(`stderr-${count}.txt`),
      capture,
      openDriver: async () => driver,
      certificateFile: '/nowhere/ca.pem',
      canaries: [],
      onNotice: (text) => notices.push(text),
    };
    await recordScenario(options);
    const events: TraceEvent[] = [];
    for await (const { event } of readTrace(options.traceFile)) events.push(event);
    return { events, notices };
  };
  const instantOf = (event: TraceEvent | undefined): number => Date.parse(event?.at ?? '');

  it('says what clock and what capture there were, what left, and how well instants are known', async () => {
    const { events } = await record([{ wait: 'PT1S' }], setting());
    const start = events[0];
    const end = events.at(-1);
    expect(start).to.deep.include({ capture: 'namespace', clock: { kind: 'faketime', factor: FACTOR } });
    expect(events.slice(0, 3).map(({ type }) => type)).to.deep.equal(['start', 'heartbeat', 'facts']);
    expect(new Set(events.slice(0, 3).map(({ at }) => at)).size).to.equal(1);
    if (end?.type !== 'end') throw new Error('there is no end');
    // What left before the product began is no part of it.
    expect(end.bytes).to.deep.equal({
      left: 100,
      network: 0,
      tls: 0,
      framing: 0,
      dns: 0,
      messages: 0,
      opaque: 0,
    });
    expect(end.clock?.drift).to.equal('PT0.041S');
    expect(end.clock?.probes).to.equal(12);
    expect(parseDuration(end.clock?.uncertainty ?? '')).to.be.at.least(250);
  });

  it('stamps each thing with the instant at which it began, in order, and never before what is written', async () => {
    const one = setting();
    const { arrived, opaque, at, driver } = one;
    const moments: number[] = [];
    one.driver = {
      ...driver,
      advance: async (to) => {
        await driver.advance((to - 60_000) as Instant);
        const now = performance.now();
        moments.push(now);
        arrived.push(opaque(now, 'second:1'), opaque(now - 2, 'first:1'), opaque(now - 1_000_000, 'old:1'));
        await driver.advance(to);
      },
    };
    const { events } = await record([{ wait: 'PT2H' }], one);
    const seen = events.filter((event) => event.type === 'opaque');
    expect(seen.map(({ destination }) => destination)).to.deep.equal(['old:1', 'first:1', 'second:1']);
    const [old, first, second] = seen;
    const [moment = 0] = moments;
    expect(instantOf(old)).to.equal(instantOf(events[0]));
    expect(instantOf(first)).to.equal(at(moment - 2));
    expect(instantOf(second)).to.equal(at(moment));
    const end = events.at(-1);
    // What had to be moved so far makes everything as uncertain as that.
    expect(parseDuration((end?.type === 'end' ? end.clock?.uncertainty : undefined) ?? '')).to.be.greaterThan(
      100 * FACTOR,
    );
  });

  it('has the facts of an action hold from its beginning, before what was sent in it', async () => {
    const one = setting();
    const { arrived, opaque, driver } = one;
    one.driver = {
      ...driver,
      perform: async () => {
        arrived.push(opaque(performance.now() - 50, 'before:1'));
        await pause(30);
        arrived.push(opaque(performance.now(), 'within:1'));
        await pause(30);
      },
    };
    const { events, notices } = await record([{ wait: 'PT1H' }, { do: 'look' }, { wait: 'PT1H' }], one);
    const told = events
      .slice(3, -2)
      .map((event) => (event.type === 'opaque' ? event.destination : event.type));
    expect(told).to.deep.equal(['before:1', 'action', 'within:1']);
    const action = events.find(({ type }) => type === 'action');
    const within = events.find((event) => event.type === 'opaque' && event.destination === 'within:1');
    expect(instantOf(within) - instantOf(action)).to.be.at.least(29 * FACTOR);
    const end = events.at(-1);
    // It is not known when within the action its facts came to hold.
    expect(parseDuration((end?.type === 'end' ? end.clock?.uncertainty : undefined) ?? '')).to.be.at.least(
      59 * FACTOR,
    );
    expect(notices.join()).to.match(
      /a schedule allows PT5M, so that schedules stay undecided; "factor: \d+" would/,
    );
  });

  it('waits as long as it is told, and takes what comes just after', async () => {
    const one = setting();
    const { arrived, opaque, driver } = one;
    one.driver = {
      ...driver,
      advance: async (to) => {
        await driver.advance(to);
        setTimeout(() => arrived.push(opaque(performance.now(), 'due:1')), 20);
      },
    };
    const { events } = await record([{ wait: 'PT6H' }], one);
    const due = events.find(({ type }) => type === 'opaque');
    expect(instantOf(due) - instantOf(events[0])).to.be.at.least(6 * 3_600_000);
    const types = events.map(({ type }) => type);
    expect(types.indexOf('opaque')).to.be.below(types.lastIndexOf('heartbeat'));
  });

  it('writes gaps as long as they are meant to be, and what came in them after they began', async () => {
    const one = setting();
    const { arrived, opaque, driver } = one;
    const refusals: boolean[] = [];
    one.capture = { ...one.capture, refuse: (refusing) => void refusals.push(refusing) };
    one.driver = {
      ...driver,
      advance: async (to) => {
        arrived.push(opaque(performance.now(), 'try:1'));
        await driver.advance(to);
      },
    };
    const { events } = await record([{ offline: 'PT2H' }, { sleep: 'PT3H' }], one);
    const gaps = events.filter((event) => event.type === 'gap');
    expect(gaps.map(({ cause }) => cause)).to.deep.equal(['offline', 'host-asleep']);
    expect(gaps.map((gap) => Date.parse(gap.until) - Date.parse(gap.at))).to.deep.equal([
      7_200_000, 10_800_000,
    ]);
    expect(refusals).to.deep.equal([true, false]);
    const types = events.map(({ type }) => type);
    expect(types.indexOf('opaque')).to.equal(types.indexOf('gap') + 1);
  });

  it('names the protocols of a heartbeat that came through, and those by which none did', async () => {
    const one = setting();
    one.heard.push({ over: ['dns', 'udp'], missing: ['tls'] }, { over: [], missing: ['dns', 'tls', 'udp'] });
    const { events } = await record([{ wait: 'PT1S' }], one);
    const beats = events.filter((event) => event.type === 'heartbeat');
    expect(beats.map(({ over, missing }) => ({ over, missing }))).to.deep.equal([
      { over: ['dns', 'udp'], missing: ['tls'] },
      { over: [], missing: ['dns', 'tls', 'udp'] },
    ]);
  });

  it('tells of what is sent while the product is prepared, and leaves it out of the trace', async () => {
    const one = setting();
    one.arrived.push(one.opaque(undefined, 'early:1'), one.opaque(undefined, 'early:2'));
    const { events, notices } = await record([{ wait: 'PT1S' }], one);
    expect(events.filter(({ type }) => type === 'opaque')).to.deep.equal([]);
    expect(notices[0]).to.equal(
      '2 things were sent while the product was prepared, which is no part of what is judged',
    );
  });
});
