import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { expect } from 'chai';
import { openAuthority } from '../../src/capture/authority.js';
import type { Capture } from '../../src/capture/capture.js';
import type { Captured } from '../../src/capture/captured.js';
import { openProxyCapture } from '../../src/capture/proxy-capture.js';
import type { DisclosureFile } from '../../src/disclosure/disclosure-file.generated.js';
import { InputError } from '../../src/disclosure/input-error.js';
import type { Instant } from '../../src/disclosure/instant.js';
import type { ScenarioFile } from '../../src/scenario/scenario-file.generated.js';
import { AdapterError } from '../../src/system/adapter-error.js';
import type { SystemFile } from '../../src/system/system-file.generated.js';
import { readTrace } from '../../src/trace/read.js';
import { type RecordOptions, type RecordProgress, recordScenario } from '../../src/trace/record.js';
import type { TraceEvent } from '../../src/trace/trace-event.generated.js';
import { rejection } from '../rejection.js';
import { adapters, temporaryFolder } from '../system/adapter-fixture.js';

type Steps = ScenarioFile['when'];
type Driver = NonNullable<SystemFile['driver']>;

const disclosure = {
  disclosure: 'some-1.0',
  actions: {
    install: { with: ['terms'], sets: { installed: true, terms: { from: 'terms' } } },
    look: {},
  },
} as unknown as DisclosureFile;

/** A capture that sees what a test puts into it. */
function fakeCapture(): Capture & {
  readonly arrived: Captured[];
  alive: boolean;
  readonly refusals: boolean[];
} {
  const arrived: Captured[] = [];
  const refusals: boolean[] = [];
  return {
    arrived,
    refusals,
    alive: true,
    kind: 'proxy',
    url: 'http://127.0.0.1:9',
    enclose: (command) => command,
    bytes: async () => undefined,
    environment: { HTTP_PROXY: 'http://127.0.0.1:9', EXTRA: 'yes' },
    take: async () => arrived.splice(0),
    refuse: (refusing) => {
      refusals.push(refusing);
    },
    async heartbeat() {
      return this.alive ? { over: ['tls'], missing: [] } : { over: [], missing: ['tls'] };
    },
    close: async () => undefined,
  };
}

describe('The recorder', () => {
  const folder = temporaryFolder();
  let count = 0;
  after(() => folder.remove());

  const systemOf = (driver: Driver | undefined): SystemFile => ({
    system: 'one',
    disclosure: 'some-1.0',
    ...(driver === undefined ? {} : { driver }),
    transport: { tls: 'optional' },
    headers: { permitted: [] },
    routes: [{ payload: 'report', method: 'POST', url: 'http://one.test/v1' }],
  });

  const prepare = (fixture: string, when: Steps, change: Partial<RecordOptions> = {}) => {
    count += 1;
    const name = folder.file(`run-${count}`);
    const capture = fakeCapture();
    const command: [string, ...string[]] = [process.execPath, `${fixture}.mjs`, `${name}.log`];
    const options: RecordOptions = {
      scenario: {
        scenario: 'first',
        title: 'A',
        disclosure: 'some-1.0',
        when,
        // biome-ignore lint/suspicious/noThenProperty: the word is the scenario's, and nothing awaits it.
        then: [{ payload: 'report', times: 0 }],
      },
      disclosure,
      system: systemOf({ kind: 'stdio', command }),
      systemFolder: adapters,
      traceFile: `${name}.ndjson`,
      stderrFile: `${name}.txt`,
      capture,
      certificateFile: '/nowhere/ca.pem',
      canaries: [{ name: 'hostname', value: 'host-7c2e', permitted: ['report#/host'] }],
      ...change,
    };
    const events = async (): Promise<TraceEvent[]> => {
      const list: TraceEvent[] = [];
      for await (const { event } of readTrace(options.traceFile)) list.push(event);
      return list;
    };
    const told = (): { method: string; params: Record<string, unknown>; cwd?: string }[] =>
      readFileSync(`${name}.log`, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    return { options, capture, events, told };
  };

  it('writes what was done and seen, and tells the adapter what it has to know', async () => {
    const digest = `sha256:${'0'.repeat(64)}`;
    const when: Steps = [{ do: 'install', with: { terms: 'accepted' } }, { wait: 'PT2M30S' }, { do: 'look' }];
    const { options, events, told } = prepare('good', when, {
      kit: ['licence.txt'],
      artifacts: [{ name: 'good.mjs', digest }],
      recorded: Date.UTC(2026, 10, 23, 12) as Instant,
    });
    expect(await recordScenario(options)).to.deep.equal({ name: 'good', version: '1.0.0' });
    const at = '2026-01-01T00:00:00.000Z';
    const later = '2026-01-01T00:02:30.000Z';
    expect(await events()).to.deep.equal([
      {
        type: 'start',
        format: 'candor-trace/1',
        at,
        disclosure: 'some-1.0',
        system: 'one',
        scenario: 'first',
        canaries: [{ name: 'hostname', value: 'host-7c2e', permitted: ['report#/host'] }],
        heartbeats: 'both-ends',
        recorded: '2026-11-23T12:00:00.000Z',
        product: { name: 'good', version: '1.0.0', artifacts: [{ name: 'good.mjs', digest }] },
        capture: 'proxy',
        clock: { kind: 'stepped', step: 'PT1M' },
        kit: ['licence.txt'],
      },
      { type: 'heartbeat', at },
      { type: 'facts', at, installation: 'i-1', facts: {} },
      {
        type: 'action',
        at,
        installation: 'i-1',
        action: 'install',
        facts: { installed: true, terms: 'accepted' },
      },
      { type: 'action', at: later, installation: 'i-1', action: 'look' },
      { type: 'heartbeat', at: later },
      { type: 'end', at: later },
    ]);
    expect(statSync(options.traceFile).mode & 0o777).to.equal(0o600);
    const [environment, ...requests] = told().sort(
      (one, other) => Number(other.method === 'env') - Number(one.method === 'env'),
    );
    expect(environment?.cwd).to.equal(realpathSync(adapters));
    expect(environment?.params).to.deep.equal({ HTTP_PROXY: 'http://127.0.0.1:9' });
    expect(requests.map(({ method, params }) => [method, params])).to.deep.equal([
      [
        'initialize',
        {
          installation: 'i-1',
          at,
          given: {},
          canaries: [{ name: 'hostname', value: 'host-7c2e' }],
          endpoints: ['http://one.test'],
          proxy: 'http://127.0.0.1:9',
          ca: '/nowhere/ca.pem',
        },
      ],
      ['perform', { action: 'install', with: { terms: 'accepted' } }],
      ['advance', { to: '2026-01-01T00:01:00.000Z' }],
      ['advance', { to: '2026-01-01T00:02:00.000Z' }],
      ['advance', { to: later }],
      ['perform', { action: 'look', with: {} }],
      ['shutdown', {}],
    ]);
  });

  describe('leads no adapter past the capture', () => {
    const variables = ['https_proxy', 'NO_PROXY', 'ALL_PROXY', 'npm_config_https_proxy'];
    before(() => {
      for (const name of variables) process.env[name] = 'http://elsewhere.test';
    });
    after(() => {
      for (const name of variables) delete process.env[name];
    });

    it('by a proxy variable of its own environment', async () => {
      const { options, told } = prepare('good', [{ wait: 'PT1M' }]);
      await recordScenario(options);
      const environment = told().find(({ method }) => method === 'env');
      expect(environment?.params).to.deep.equal({ HTTP_PROXY: 'http://127.0.0.1:9' });
    });
  });

  it('hands on and writes down what is given, and starts when it is told to', async () => {
    const { options, events, told } = prepare('good', [{ wait: 'PT0S' }]);
    const given = { virtualized: true, mode: 'basic' };
    const start = Date.UTC(2024, 1, 29) as Instant;
    await recordScenario({ ...options, start, scenario: { ...options.scenario, given } });
    const [first, , facts] = await events();
    expect(first?.at).to.equal('2024-02-29T00:00:00.000Z');
    expect(facts).to.deep.include({ type: 'facts', facts: given });
    expect(told().find(({ method }) => method === 'initialize')?.params).to.deep.include({ given });
    expect(told().map(({ method }) => method)).not.to.include('advance');
  });

  it('moves the clock by the driver’s step, and a last part of one', async () => {
    const { options, told } = prepare('good', [{ wait: 'PT2H30M' }]);
    const driver = { ...(options.system.driver as Driver), step: 'PT1H' };
    await recordScenario({ ...options, system: systemOf(driver) });
    const moves = told()
      .filter(({ method }) => method === 'advance')
      .map(({ params }) => params['to']);
    expect(moves).to.deep.equal([
      '2026-01-01T01:00:00.000Z',
      '2026-01-01T02:00:00.000Z',
      '2026-01-01T02:30:00.000Z',
    ]);
  });

  it('does not advance a product whose host sleeps, until it wakes', async () => {
    const { options, events, told, capture } = prepare('good', [{ sleep: 'PT9H' }, { sleep: 'PT0S' }]);
    await recordScenario(options);
    expect((await events()).filter(({ type }) => type === 'gap')).to.deep.equal([
      {
        type: 'gap',
        at: '2026-01-01T00:00:00.000Z',
        until: '2026-01-01T09:00:00.000Z',
        installation: 'i-1',
        cause: 'host-asleep',
      },
    ]);
    const moves = told()
      .filter(({ method }) => method === 'advance')
      .map(({ params }) => params['to']);
    expect(moves).to.deep.equal(['2026-01-01T09:00:00.000Z']);
    expect(capture.refusals).to.deep.equal([]);
  });

  it('has connections refused while it is offline, and no longer', async () => {
    const { options, events, told, capture } = prepare('good', [{ offline: 'PT3M' }, { wait: 'PT1M' }]);
    const refusedAt: boolean[] = [];
    const take = capture.take;
    capture.take = () => {
      refusedAt.push(capture.refusals.at(-1) ?? false);
      return take();
    };
    await recordScenario(options);
    expect((await events()).filter(({ type }) => type === 'gap')).to.deep.equal([
      {
        type: 'gap',
        at: '2026-01-01T00:00:00.000Z',
        until: '2026-01-01T00:03:00.000Z',
        installation: 'i-1',
        cause: 'offline',
      },
    ]);
    expect(told().filter(({ method }) => method === 'advance')).to.have.length(4);
    expect(capture.refusals).to.deep.equal([true, false]);
    // After initialize, after three minutes offline, after one online, after shutdown.
    expect(refusedAt).to.deep.equal([false, true, true, true, false, false]);
  });

  it('writes no heartbeat that the capture did not see', async () => {
    const { options, events, capture } = prepare('good', [{ wait: 'PT1M' }]);
    capture.alive = false;
    await recordScenario(options);
    expect((await events()).map(({ type }) => type)).to.deep.equal(['start', 'facts', 'end']);
  });

  it('writes what it could not read as opaque, and a body too large for a line too', async () => {
    const { options, events, capture } = prepare('good', [{ wait: 'PT1M' }]);
    const request = {
      kind: 'request',
      method: 'POST',
      url: 'http://one.test:81/v1',
      headers: [],
      tls: null,
    } as const;
    const size = 30 * 1024 * 1024;
    capture.arrived.push(
      { kind: 'opaque', protocol: 'tcp', destination: '192.0.2.7:9', bytes: 12 },
      { ...request, headers: [], httpVersion: '2', body: Buffer.alloc(size, 0xff) },
      { ...request, headers: [], httpVersion: '2', body: Buffer.alloc(size, 'a') },
    );
    await recordScenario(options);
    const seen = (await events()).slice(3, -2);
    const at = '2026-01-01T00:00:00.000Z';
    expect(seen.slice(0, 2)).to.deep.equal([
      { type: 'opaque', at, installation: 'i-1', protocol: 'tcp', destination: '192.0.2.7:9', bytes: 12 },
      {
        type: 'opaque',
        at,
        installation: 'i-1',
        protocol: 'http/2',
        destination: 'one.test:81',
        bytes: size,
      },
    ]);
    expect(seen[2]?.type).to.equal('transmission');
  });

  it('stamps what a real capture saw with the instant of the step, state first', async () => {
    const authority = await openAuthority();
    const capture = await openProxyCapture({ authority });
    try {
      const when: Steps = [{ do: 'look' }, { wait: 'PT2H' }, { offline: 'PT1H' }, { wait: 'PT1H' }];
      const { options, events } = prepare('sends', when, {
        capture,
        certificateFile: authority.certificateFile,
      });
      expect(await recordScenario(options)).to.deep.equal({ name: 'sends', version: '2.1.0' });
      const seen = (await events()).map((event) => {
        if (event.type !== 'transmission') return [event.at.slice(11, 16), event.type];
        const { body, bodyBase64 } = event.request;
        return [event.at.slice(11, 16), body ?? Buffer.from(bodyBase64 ?? '', 'base64').toString('latin1')];
      });
      expect(seen).to.deep.equal([
        ['00:00', 'start'],
        ['00:00', 'heartbeat'],
        ['00:00', 'facts'],
        ['00:00', 'hello'],
        ['00:00', 'action'],
        ['00:00', '\u00fflook'],
        ['01:00', '\ufeff2026-01-01T01:00'],
        ['02:00', '\ufeff2026-01-01T02:00'],
        ['02:00', 'gap'],
        ['04:00', '\ufeff2026-01-01T04:00'],
        ['04:00', 'goodbye'],
        ['04:00', 'heartbeat'],
        ['04:00', 'end'],
      ]);
      const sent = (await events()).find(({ type }) => type === 'transmission');
      expect(sent).to.deep.include({ installation: 'i-1', tls: null });
    } finally {
      await capture.close();
      await authority.close();
    }
  });

  it('says how far it has come', async () => {
    const progress: RecordProgress[] = [];
    const { options } = prepare('good', [{ do: 'look' }, { wait: 'PT2M' }]);
    await recordScenario({ ...options, onProgress: (told) => progress.push(told) });
    expect(progress[0]).to.deep.equal({ step: 1, steps: 2, at: Date.UTC(2026, 0, 1) });
    expect(progress.at(-1)).to.deep.equal({ step: 2, steps: 2, at: Date.UTC(2026, 0, 1, 0, 2) });
  });

  it('drives two days of minutes in a second or a few', async () => {
    const { options } = prepare('sends', [{ wait: 'P2D' }]);
    const begun = performance.now();
    const command: [string, ...string[]] = [process.execPath, 'good.mjs'];
    await recordScenario({ ...options, system: systemOf({ kind: 'stdio', command }) });
    expect(performance.now() - begun).to.be.below(10_000);
  });

  describe('keeps what it recorded, but writes no end, when', () => {
    const when: Steps = [{ wait: 'PT1M' }, { do: 'install' }];

    it('the adapter dies', async () => {
      const { options, events } = prepare('dies-in-perform', when);
      expect(await rejection(recordScenario(options))).to.be.instanceOf(AdapterError);
      expect((await events()).map(({ type }) => type)).to.deep.equal(['start', 'heartbeat', 'facts']);
    });

    it('the adapter cannot be started', async () => {
      const { options, events } = prepare('good', when);
      const command: [string, ...string[]] = ['no-such-program-of-anybody'];
      const error = await rejection(
        recordScenario({ ...options, system: systemOf({ kind: 'stdio', command }) }),
      );
      expect(error).to.be.instanceOf(AdapterError);
      expect(existsSync(options.traceFile) ? await events() : []).to.deep.equal([]);
    });

    it('the adapter does not end well', async () => {
      const { options, events } = prepare('fails-shutdown', [{ wait: 'PT1M' }]);
      expect(String(await rejection(recordScenario(options)))).to.contain('exit code 4');
      expect((await events()).map(({ type }) => type)).to.deep.equal(['start', 'heartbeat', 'facts']);
    });

    it('the signal aborts', async () => {
      const abort = new AbortController();
      const { options, events } = prepare('hangs', when);
      const reason = new Error('enough');
      const onProgress = ({ step }: RecordProgress) => {
        if (step === 2) setTimeout(() => abort.abort(reason), 50);
      };
      expect(await rejection(recordScenario({ ...options, onProgress, signal: abort.signal }))).to.equal(
        reason,
      );
      expect((await events()).map(({ type }) => type)).to.deep.equal(['start', 'heartbeat', 'facts']);
    });

    it('the capture fails, and lets connections through again', async () => {
      const { options, events, capture } = prepare('good', [{ offline: 'PT5M' }]);
      const failure = new Error('no more room');
      capture.take = async () => {
        if (capture.refusals.length > 0) throw failure;
        return [];
      };
      expect(await rejection(recordScenario(options))).to.equal(failure);
      expect((await events()).map(({ type }) => type)).to.deep.equal(['start', 'heartbeat', 'facts', 'gap']);
      expect(capture.refusals).to.deep.equal([true, false]);
    });
  });

  describe('refuses, before it starts anything,', () => {
    const refused = async (options: RecordOptions): Promise<string> => {
      const error = await rejection(recordScenario(options));
      expect(error).to.be.instanceOf(InputError);
      return String(error);
    };
    const command: [string, ...string[]] = ['no-such-program-of-anybody'];

    it('a system without a driver', async () => {
      const { options } = prepare('good', [{ wait: 'PT1M' }]);
      const system = systemOf(undefined);
      expect(await refused({ ...options, system })).to.contain('the system one names no driver');
    });

    it('a clock that would never move', async () => {
      const { options } = prepare('good', [{ wait: 'PT1M' }]);
      const system = systemOf({ kind: 'stdio', command, step: 'PT0S' });
      expect(await refused({ ...options, system })).to.contain('driver.step is no time at all');
    });

    it('a scenario that lasts beyond the last instant that can be written', async () => {
      const { options } = prepare('good', [{ sleep: 'P2900000D' }, { wait: 'P100000D' }]);
      expect(await refused(options)).to.contain('the scenario first lasts P3000000D, past the year 9999');
    });

    it('a trace that is there already', async () => {
      const { options } = prepare('good', [{ wait: 'PT1M' }]);
      await recordScenario(options);
      expect(await refused(options)).to.contain('is there already');
    });
  });
});
