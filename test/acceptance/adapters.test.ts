import { readdir, readFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { parse, stringify } from 'yaml';
import { readLines, readResult } from './evidence.js';
import { createQueue, harbour, type Outcome, openWorkplace, root, type Workplace } from './workplace.js';

const fixtures = join(root, 'test', 'fixtures', 'adapters');
const scenarios = ['closed', 'gauge-fails-at-sea', 'gauge-fails-in-port'];

/** Tells which proxy it was given, and is then another adapter. */
const teller = `import { pathToFileURL } from 'node:url';
process.stderr.write('proxy ' + process.env.HTTP_PROXY + '\\n');
await import(pathToFileURL(process.argv[2]).href);
`;

/** Adapters that the fixtures of the driver do not have. */
const scripts: Readonly<Record<string, string>> = {
  chatty: `process.stdin.once('data', () => process.stdout.write('Listening on port 8080\\n'));
setInterval(() => undefined, 1000);
`,
  refusing: `import { createInterface } from 'node:readline';
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method } = JSON.parse(line);
  process.stderr.write('asked to ' + method + '\\n');
  const answer = method === 'perform' ? { error: { code: 1, message: 'the pier is closed' } } : { result: { name: 'refusing', version: '1' } };
  process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, ...answer }) + '\\n');
  if (method === 'shutdown') process.exit(0);
});
`,
  stubborn: `process.on('SIGTERM', () => undefined);
setInterval(() => undefined, 1000);
`,
};

interface Fault {
  readonly what: string;
  readonly adapter: string;
  /** What is said of a scenario, from behind "could not be judged: the adapter "…" ". */
  readonly says: RegExp;
  /** What of its standard error is shown. */
  readonly shows: RegExp;
  /** The scenarios that can be judged all the same. */
  readonly judged: readonly string[];
}

const faults: readonly Fault[] = [
  {
    what: 'dies at its start',
    adapter: 'dies-at-start',
    says: /ended with exit code 3 before/,
    shows: /no licence file: ‹U\+001B›\[31mgiving up/,
    judged: [],
  },
  {
    what: 'dies in the middle of a scenario',
    adapter: 'dies-in-perform',
    says: /ended with exit code 7 before it answered "perform"/,
    shows: /proxy http/,
    judged: ['closed'],
  },
  {
    what: 'hangs',
    adapter: 'hangs',
    says: /did not answer "perform" within/,
    shows: /proxy http/,
    judged: ['closed'],
  },
  {
    what: 'hangs, and is deaf to SIGTERM',
    adapter: 'stubborn',
    says: /did not answer "initialize" within/,
    shows: /proxy http/,
    judged: [],
  },
  {
    what: 'writes rubbish',
    adapter: 'chatty',
    says: /Listening on port 8080/,
    shows: /proxy http/,
    judged: [],
  },
  {
    what: 'answers with an error',
    adapter: 'refusing',
    says: /the pier is closed/,
    shows: /asked to perform/,
    judged: ['closed'],
  },
];

describe('candor run, with an adapter that fails', () => {
  const outcomes = new Map<string, Promise<Outcome>>();
  let workplace: Workplace;

  before(async () => {
    workplace = await openWorkplace();
    await prepare(workplace);
    const queue = createQueue();
    for (const { what, adapter } of faults) {
      const system = await systemWith(workplace, adapter, 'PT1S');
      outcomes.set(
        what,
        queue(() => workplace.candor(parametersOf(workplace, system, adapter))),
      );
    }
  });

  after(async () => {
    await Promise.allSettled(outcomes.values());
    await workplace.close();
  });

  for (const { what, adapter, says, shows, judged } of faults) {
    it(`could not judge, says why, and judges what it can: the adapter ${what}`, async () => {
      const outcome = await outcomes.get(what);
      const said = outcome?.stderr ?? '';
      const failed = scenarios.filter((id) => !judged.includes(id));
      for (const id of failed) expect(said).to.include(`candor: ${id} could not be judged: the adapter "`);
      for (const id of judged) expect(said).not.to.include(`candor: ${id} `);
      expect(said).to.match(says);
      expect(said).to.match(shows);
      expect(said).not.to.include("defect of Candor's own");
      expect(outcome?.status).to.equal(3);

      const result = await readResult(workplace.at(adapter));
      expect(result.verdict).not.to.equal('upheld');
      for (const { id, verdict, complete } of result.scenarios) {
        const whole = judged.includes(id ?? '');
        expect(verdict, id ?? '').to.equal(
          whole ? 'upheld' : verdict === 'not-exercised' ? verdict : 'inconclusive',
        );
        expect(complete, id ?? '').to.equal(whole);
      }
      const failures = JSON.parse(
        await readFile(workplace.at(adapter, 'failures.json'), 'utf8'),
      ) as unknown[];
      expect(failures.map((failure) => (failure as { scenario: string }).scenario)).to.deep.equal(failed);
    });
  }

  it('fails the gate with the status of the run, whatever verdicts fail, and is told', async () => {
    await Promise.all(outcomes.values());
    const run = workplace.at('dies-in-perform');
    const gate = await workplace.candor(['gate', run, '--fail-on', 'violated']);
    expect(gate.status).to.equal(3);
    expect(gate.stdout).to.match(
      /^GATE FAILED .*\n {2}- the scenario gauge-fails-at-sea could not be judged: the adapter/,
    );
    for (const format of ['terminal', 'html', 'junit', 'sarif', 'github', 'markdown']) {
      const told = await workplace.candor(['report', run, '--format', format]);
      expect(told.status, told.stderr).to.equal(0);
      expect(told.stdout, format).to.match(/could\s+not\s+be\s+judged/i);
    }
  });

  it('leaves no process, no port and no key behind', async () => {
    await Promise.all(outcomes.values());
    expect(await workplace.leftovers()).to.deep.equal([]);
    for (const { adapter } of faults) await expectClosedPorts(workplace.at(adapter));
  });

  it('says where there is no such program, and where it may not be executed', async () => {
    const system = await systemWith(workplace, 'good', 'PT1S', [['./no-such-program']]);
    const nowhere = await workplace.candor(parametersOf(workplace, system, 'nowhere'));
    expect(nowhere.stderr).to.match(/^candor: closed could not be judged: .*there is no such program$/m);
    expect(nowhere.status).to.equal(3);

    const plain = await systemWith(workplace, 'good', 'PT1S', [
      [await workplace.write('plain.txt', 'plain')],
    ]);
    const refused = await workplace.candor(parametersOf(workplace, plain, 'plain'));
    expect(refused.stderr).to.match(/^candor: closed could not be judged: .*may not be executed$/m);
    expect(refused.status).to.equal(3);
    expect(await workplace.leftovers()).to.deep.equal([]);
  });
});

describe('candor run, interrupted', () => {
  let workplace: Workplace;

  before(async () => {
    workplace = await openWorkplace();
    await prepare(workplace);
  });

  after(() => workplace.close());

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`by ${signal} keeps what was captured and leaves nothing else behind`, async () => {
      const { outcome, out } = await interrupted(signal, [signal]);
      expect(outcome.stderr).to.equal(
        `candor: interrupted by ${signal}; what was captured until then is kept\n`,
      );
      expect(outcome.stdout).to.equal('');
      expect(outcome.status).to.equal(3);
      expect(await workplace.leftovers()).to.deep.equal([]);
      await expectClosedPorts(out);

      const trace = join(out, 'traces', 'gauge-fails-at-sea.ndjson');
      const types = (await readLines(trace)).map((line) => (JSON.parse(line) as { type: string }).type);
      expect(types.slice(0, 3)).to.deep.equal(['start', 'heartbeat', 'facts']);
      expect(types).not.to.include('end');
      const again = ['verify', trace, '--project', harbour, '--out', workplace.at(`${signal}-judged`)];
      expect((await workplace.candor(again)).status).to.equal(2);
    });
  }

  it('twice ends at once, and leaves nothing behind either', async () => {
    const { outcome } = await interrupted('twice', ['SIGINT', 'SIGTERM']);
    expect(outcome.status).to.equal(3);
    expect(outcome.stdout).to.equal('');
    // Those that were killed are gone as soon as the system has come round to it.
    for (let tries = 0; tries < 50 && (await workplace.leftovers()).length > 0; tries += 1) await pause(100);
    expect(await workplace.leftovers()).to.deep.equal([]);
  });

  /** Interrupts a run whose adapter has taken up an action and does not come back from it. */
  async function interrupted(name: string, signals: readonly NodeJS.Signals[]) {
    const system = await systemWith(workplace, 'hangs', 'PT10M');
    const parameters = [...parametersOf(workplace, system, name), 'gauge-fails-at-sea'];
    const { child, outcome } = workplace.start(parameters);
    const out = workplace.at(name);
    const trace = join(out, 'traces', 'gauge-fails-at-sea.ndjson');
    while (child.exitCode === null && (await readLines(trace).catch(() => [])).length < 3) await pause(50);
    for (const signal of signals) child.kill(signal);
    return { outcome: await outcome, out };
  }
});

async function prepare(workplace: Workplace): Promise<void> {
  await workplace.copy(fixtures, 'adapters');
  await workplace.copy(join(harbour, 'systems', 'tidewatch', 'kit'), 'kit');
  for (const [name, script] of Object.entries(scripts)) {
    await workplace.write(join('adapters', `${name}.mjs`), script);
  }
  await workplace.write(join('adapters', 'teller.mjs'), teller);
}

/** A system file for the adapter, which tells its proxy first where no other command is given. */
async function systemWith(
  workplace: Workplace,
  adapter: string,
  timeout: string,
  [command]: readonly (readonly string[])[] = [],
): Promise<string> {
  const text = await readFile(join(harbour, 'systems', 'tidewatch', 'system.yaml'), 'utf8');
  const system = parse(text) as Record<string, unknown>;
  const path = (name: string): string => workplace.at('adapters', `${name}.mjs`);
  const told = [process.execPath, path('teller'), path(adapter)];
  system['driver'] = { kind: 'stdio', command: command ?? told, step: 'PT1M', timeout };
  return workplace.write(`${adapter}-${timeout}.yaml`, stringify(system));
}

function parametersOf(workplace: Workplace, system: string, out: string): readonly string[] {
  return ['run', '--project', harbour, '--system', system, '--out', workplace.at(out)];
}

/** Fails where anything still listens at a proxy that an adapter of the run told of. */
async function expectClosedPorts(out: string): Promise<void> {
  const files = await readdir(join(out, 'stderr'));
  const texts = await Promise.all(files.map((file) => readFile(join(out, 'stderr', file), 'utf8')));
  const ports = texts.flatMap((text) => /^proxy http:\/\/.*:(\d+)\/?$/m.exec(text)?.[1] ?? []);
  expect(ports, 'proxies told of').not.to.deep.equal([]);
  for (const port of ports) expect(await listens(Number(port)), `port ${port}`).to.equal(false);
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
