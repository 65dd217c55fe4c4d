import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { InputError } from '../../../src/disclosure/input-error.js';
import { type Duration, type Instant, later } from '../../../src/disclosure/instant.js';
import type { Driver } from '../../../src/system/driver.js';
import { processesOf } from '../../../src/system/process/product-processes.js';
import type { ProcessDriver } from '../../../src/system/system-file.generated.js';
import { rejection } from '../../rejection.js';
import { isRunning } from '../adapter-fixture.js';
import { hasFakeTime, nowhere, openPrograms, type Programs } from './programs.js';

const node = process.execPath;
/** `${name}`, which this file could not say in a text of its own. */
const of = (name: string): string => `$\{${name}}`;

const unixOnly = function (this: Mocha.Context): void {
  if (process.platform === 'linux') return;
  process.stdout.write('      skipped: processes are followed in /proc, which is Linux’\n');
  this.skip();
};

describe('A process driver', () => {
  let programs: Programs;
  before(unixOnly);
  beforeEach(() => {
    programs = openPrograms();
  });
  afterEach(() => programs.close());

  /** A product that notes its arguments, its keys and its signals in a file, and says when it can. */
  const noting = (): string =>
    programs.write(
      'product.mjs',
      `import { appendFileSync, writeFileSync } from 'node:fs';
       const note = (text) => appendFileSync('notes.txt', text + '\\n');
       note('args ' + process.argv.slice(2).join('|'));
       for (const name of ['SIGHUP', 'SIGUSR1', 'SIGTERM']) process.on(name, () => { note(name); if (name === 'SIGTERM') process.exit(0); });
       process.stdin.on('data', (keys) => note('keys ' + JSON.stringify(String(keys))));
       if (process.stdin.isTTY) note('terminal');
       setInterval(() => {}, 1000);
       writeFileSync('pid.txt', String(process.pid));
       console.log('ready to go');`,
    );
  const notes = (): string[] =>
    existsSync(programs.at('notes.txt'))
      ? readFileSync(programs.at('notes.txt'), 'utf8').trim().split('\n')
      : [];
  const until = async (condition: () => boolean): Promise<void> => {
    for (let tries = 0; tries < 500 && !condition(); tries += 1) await pause(10);
  };
  const pid = (): number => Number(readFileSync(programs.at('pid.txt'), 'utf8'));
  const started = async (driver: Omit<ProcessDriver, 'kind'>): Promise<Driver> => {
    const opened = await programs.open(driver);
    await opened.initialize(nowhere);
    return opened;
  };
  const ready = { output: 'ready to go' };

  it('starts the product, does each kind of step to it, and ends it by asking', async () => {
    const run: [string, ...string[]] = [
      node,
      noting(),
      of('given.network'),
      of('canary.hostname'),
      '$HOME; x',
    ];
    const driver = await started({
      product: { name: 'Product', version: '7' },
      start: { run, ready },
      actions: {
        type: { keys: `hello ${of('with.name')}\n` },
        poke: [{ signal: 'SIGHUP' }, { signal: 'SIGUSR1' }],
        put: { file: `${of('folder')}/deep/file.txt`, content: of('with.name') },
        copy: { file: 'copied.txt', copy: 'product.mjs' },
        show: { run: ['cp', `${of('folder')}/deep/file.txt`, 'shown.txt'] },
        nothing: [],
      },
    });
    await driver.perform('type', { name: 'you; $(x)' });
    await until(() => notes().length > 1);
    await driver.perform('poke', {});
    await until(() => notes().length > 3);
    await driver.perform('put', { name: 'it' });
    await driver.perform('copy', {});
    await driver.perform('show', {});
    await driver.perform('nothing', {});
    expect(readFileSync(programs.at('shown.txt'), 'utf8')).to.equal('it');
    expect(readFileSync(programs.at('copied.txt'), 'utf8')).to.equal(
      readFileSync(programs.at('product.mjs'), 'utf8'),
    );
    const product = pid();
    await driver.shutdown();
    expect(notes()[0]).to.equal('args off|candor-hostname-1|$HOME; x');
    expect(notes()[1]).to.equal('keys "hello you; $(x)\\n"');
    expect(notes().slice(2, 4)).to.have.members(['SIGHUP', 'SIGUSR1']);
    expect(notes()[4]).to.equal('SIGTERM');
    expect(isRunning(product)).to.equal(false);
    expect(readFileSync(programs.log(), 'utf8')).to.contain('ready to go');
  });

  it('gives the product a name and a version, as it is told or as the product says', async () => {
    const identity = async (product?: ProcessDriver['product']): Promise<unknown> => {
      const driver = await programs.open({ ...(product === undefined ? {} : { product }), actions: {} });
      return driver.initialize(nowhere);
    };
    expect(await identity()).to.deep.equal({ name: 'one', version: 'unknown' });
    expect(await identity({ name: 'A', version: '2' })).to.deep.equal({ name: 'A', version: '2' });
    const run: [string, ...string[]] = [node, '-e', 'console.log(" 3.1 beta \\nand more")'];
    expect(await identity({ name: 'A', version: { run } })).to.deep.equal({ name: 'A', version: '3.1 beta' });
  });

  it('prepares it first, in a folder that goes with it', async () => {
    const driver = await programs.open({
      prepare: [
        { file: `${of('folder')}/settings.txt`, content: of('given.network') },
        { run: [node, '-e', 'fs.writeFileSync("where.txt", process.argv[1])', of('folder')] },
      ],
      actions: {},
    });
    const folder = readFileSync(programs.at('where.txt'), 'utf8');
    expect(readFileSync(`${folder}/settings.txt`, 'utf8')).to.equal('off');
    await driver.shutdown();
    expect(existsSync(folder)).to.equal(false);
  });

  it('runs the product in a terminal of its own, and puts no word of it through a shell', async function () {
    if (!existsSync('/usr/bin/script')) {
      process.stdout.write('      skipped: this machine has no script(1)\n');
      return this.skip();
    }
    const driver = await started({
      start: { run: [node, noting(), '$(touch pwned)', "it's", '"; touch pwned'], terminal: true, ready },
      actions: { type: { keys: 'y\n' } },
    });
    await driver.perform('type', {});
    await until(() => notes().length > 2);
    expect(notes()).to.deep.equal([`args $(touch pwned)|it's|"; touch pwned`, 'terminal', 'keys "y\\n"']);
    expect(existsSync(programs.at('pwned'))).to.equal(false);
    const product = pid();
    await driver.shutdown();
    expect(isRunning(product)).to.equal(false);
  });

  it('calls the product’s control interface, with no proxy between', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        asked.push(`${request.method} ${request.url} ${request.headers['x-mode']} ${body}`);
        response.writeHead(request.url?.startsWith('/bad') === true ? 500 : 204).end();
      });
    });
    server.listen(0, '127.0.0.1');
    await pause(10);
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const driver = await programs.open(
        {
          actions: {
            set: {
              http: {
                url: `${base}/set?mode=${of('with.mode')}`,
                headers: { 'x-mode': of('with.mode') },
                body: `{"m":"${of('with.mode')}"}`,
              },
            },
            bad: { http: { url: `${base}/bad` } },
            wanted: { http: { method: 'DELETE', url: `${base}/bad`, status: 500 } },
            nobody: { http: { url: 'http://127.0.0.1:9/' } },
          },
        },
        {
          env: {
            ...process.env,
            HTTP_PROXY: 'http://127.0.0.1:9',
            http_proxy: 'http://127.0.0.1:9',
            NODE_USE_ENV_PROXY: '1',
          },
        },
      );
      await driver.initialize(nowhere);
      await driver.perform('set', { mode: 'a&b' });
      await driver.perform('wanted', {});
      expect(asked).to.deep.equal(['POST /set?mode=a%26b a&b {"m":"a&b"}', 'DELETE /bad undefined ']);
      expect(String(await rejection(driver.perform('bad', {})))).to.contain(`${base}/bad" answered 500`);
      expect(String(await rejection(driver.perform('nobody', {})))).to.contain('did not answer: ');
    } finally {
      server.close();
    }
  });

  describe('says what is wrong when', () => {
    const told = async (work: Promise<unknown>): Promise<string> => {
      const error = await rejection(work);
      expect(error).to.be.instanceOf(InputError);
      return String(error);
    };

    it('a command ends badly, and ends well with a status that is', async () => {
      const run: [string, ...string[]] = [node, '-e', 'console.error("no such licence"); process.exit(4)'];
      const driver = await programs.open({ actions: { fail: { run }, four: { run, exit: [0, 4] } } });
      await driver.initialize(nowhere);
      const message = await told(driver.perform('fail', {}));
      expect(message).to.contain('ended with exit status 4');
      expect(message).to.contain('no such licence');
      await driver.perform('four', {});
    });

    it('a command does not end', async () => {
      const run: [string, ...string[]] = [node, '-e', 'setInterval(() => {}, 1000)'];
      const driver = await programs.open({ actions: { hang: { run } } }, { timeout: 300 as Duration });
      await driver.initialize(nowhere);
      expect(await told(driver.perform('hang', {}))).to.contain('did not end within the 0.3 s');
    });

    it('there is no such program', async () => {
      const driver = await programs.open({ actions: { go: { run: ['no-such-program-of-anybody'] } } });
      await driver.initialize(nowhere);
      expect(await told(driver.perform('go', {}))).to.contain('no program "no-such-program-of-anybody"');
    });

    it('the product dies while it waits', async () => {
      const run: [string, ...string[]] = [
        node,
        '-e',
        'setTimeout(() => { console.error("out of luck"); process.exit(7) }, 200)',
      ];
      const driver = await started({ start: run, actions: {} });
      const begun = performance.now();
      const far = later(Date.now() as Instant, 60_000 as Duration);
      const message = await told(driver.advance(far));
      expect(performance.now() - begun).to.be.below(20_000);
      expect(message).to.contain('ended with exit status 7 in the middle of the scenario');
      expect(message).to.contain('out of luck');
      expect(await told(driver.perform('any', {}))).to.equal(message);
    });

    it('the product is never ready', async () => {
      const run: [string, ...string[]] = [node, '-e', 'setInterval(() => {}, 1000)'];
      const driver = await programs.open(
        { start: { run, ready: { file: 'never.txt' } }, actions: {} },
        { timeout: 300 as Duration },
      );
      expect(await told(driver.initialize(nowhere))).to.contain('was not ready within the 0.3 s');
    });

    it('the product ends before it is ready', async () => {
      const driver = await programs.open({
        start: { run: [node, '-e', 'process.exit(5)'], ready: { output: 'never' } },
        actions: {},
      });
      expect(await told(driver.initialize(nowhere))).to.contain('ended with exit status 5');
    });

    it('a preparation fails, and it leaves nothing behind', async () => {
      const work = programs.open({ prepare: [{ run: [node, '-e', 'process.exit(2)'] }], actions: {} });
      expect(await told(work)).to.contain('ended with exit status 2');
    });

    it('the version is not printed', async () => {
      const work = programs.open({ product: { name: 'A', version: { run: ['true'] } }, actions: {} });
      expect(await told(work)).to.contain('printed no version');
    });
  });

  it('takes the end of a product well that it was told to end', async () => {
    const driver = await started({
      start: { run: [node, noting()], ready },
      actions: {
        uninstall: [{ run: [node, '-e', `process.kill(${of('with.pid')}, "SIGTERM")`] }, { stop: true }],
        install: { start: true },
      },
    });
    // An action starts it, so that it is not there from the beginning.
    expect(existsSync(programs.at('pid.txt'))).to.equal(false);
    await driver.perform('install', {});
    const first = pid();
    await driver.perform('uninstall', { pid: String(first) });
    expect(isRunning(first)).to.equal(false);
    await driver.advance(later(Date.now() as Instant, 100 as Duration));
    await driver.perform('install', {});
    expect(pid()).not.to.equal(first);
    await driver.shutdown();
    expect(isRunning(pid())).to.equal(false);
  });

  it('ends what has left its process group, too', async () => {
    programs.write(
      'daemon.mjs',
      `import { spawn } from 'node:child_process';
       import { writeFileSync } from 'node:fs';
       const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
       writeFileSync('pid.txt', String(child.pid));
       child.unref();`,
    );
    const driver = await started({ actions: { go: { run: [node, 'daemon.mjs'] } } });
    await driver.perform('go', {});
    const daemon = pid();
    expect(isRunning(daemon)).to.equal(true);
    await driver.shutdown();
    await until(() => !isRunning(daemon));
    expect(isRunning(daemon)).to.equal(false);
  });

  it('stops every process of the product while the host sleeps, and lets them go on', async () => {
    programs.write(
      'ticks.mjs',
      `import { appendFileSync, writeFileSync } from 'node:fs';
       import { spawn } from 'node:child_process';
       const tick = () => appendFileSync(process.argv[2], Date.now() + '\\n');
       if (process.argv[3] !== 'child') spawn(process.execPath, ['ticks.mjs', 'child.txt', 'child'], { detached: true, stdio: 'ignore' });
       setInterval(tick, 20);
       tick();
       console.log('ready to go');`,
    );
    const driver = await started({ start: { run: [node, 'ticks.mjs', 'own.txt'], ready }, actions: {} });
    await until(() => existsSync(programs.at('child.txt')));
    const begun = Date.now();
    await driver.sleep(later(begun as Instant, 800 as Duration));
    const ended = Date.now();
    await driver.advance(later(Date.now() as Instant, 300 as Duration));
    for (const name of ['own.txt', 'child.txt']) {
      const ticks = readFileSync(programs.at(name), 'utf8').trim().split('\n').map(Number);
      // Stopping takes a moment; what counts is that nothing happened in the middle of it.
      expect(
        ticks.filter((tick) => tick > begun + 300 && tick < ended - 50),
        name,
      ).to.deep.equal([]);
      expect(
        ticks.some((tick) => tick >= ended),
        name,
      ).to.equal(true);
    }
    await driver.shutdown();
  });

  it('breaks off at once when it is told to, and leaves no process behind', async () => {
    const abort = new AbortController();
    const driver = await programs.open(
      { start: { run: [node, noting()], ready }, actions: {} },
      { signal: abort.signal },
    );
    await driver.initialize(nowhere);
    const reason = new Error('enough');
    const waiting = rejection(driver.advance(later(Date.now() as Instant, 60_000 as Duration)));
    setTimeout(() => abort.abort(reason), 20);
    expect(await waiting).to.equal(reason);
    const product = pid();
    await driver.kill();
    expect(isRunning(product)).to.equal(false);
  });

  describe('with libfaketime', () => {
    before(function () {
      if (!hasFakeTime()) this.skip();
    });

    const start = Date.UTC(2031, 4, 6) as Instant;
    const DAY = 86_400_000;

    it('gives every program the same time, which runs as fast as it is told, in any time zone', async () => {
      const print: [string, ...string[]] = [node, '-e', 'fs.appendFileSync("times.txt", Date.now() + "\\n")'];
      const driver = await programs.open(
        {
          clock: 'faketime',
          factor: 4000,
          environment: { TZ: 'America/New_York' },
          actions: {
            print: { run: print },
            date: {
              run: ['sh', '-c', 'echo $FAKETIME_SHARED > shared.txt; echo $(date +%s)000 >> times.txt'],
            },
          },
        },
        { start },
      );
      await driver.initialize(nowhere);
      const { clock } = driver;
      if (clock.kind === 'stepped') throw new Error('it does not run');
      const bounds: [number, number][] = [];
      for (const action of ['print', 'date', 'print']) {
        const before = clock.at(performance.now());
        await driver.perform(action, {});
        bounds.push([before, clock.at(performance.now())]);
        await driver.advance(later(clock.at(performance.now()), 3_600_000 as Duration));
      }
      const times = readFileSync(programs.at('times.txt'), 'utf8').trim().split('\n').map(Number);
      expect(times).to.have.length(3);
      const { uncertainty, drift, probes } = await clock.uncertainty();
      for (const [index, time] of times.entries()) {
        const [from = 0, to = 0] = bounds[index] ?? [];
        expect(time).to.be.within(from - uncertainty - 1000, to + uncertainty + 1000);
        expect(time).to.be.within(start, start + 30 * DAY);
      }
      expect(drift).to.be.at.most(uncertainty);
      expect(probes).to.be.greaterThan(10);
      await driver.shutdown();
      const [, memory = ''] = readFileSync(programs.at('shared.txt'), 'utf8').trim().split(' /');
      expect(memory).to.match(/^candor-/);
      expect(readdirSync('/dev/shm').filter((name) => name.includes(memory))).to.deep.equal([]);
    });

    it('has a product wake after hours in less than that', async () => {
      programs.write(
        'sleeper.mjs',
        `import { appendFileSync } from 'node:fs';
         const begun = Date.now();
         setTimeout(() => appendFileSync('woke.txt', String(Date.now() - begun)), 4 * 3600 * 1000);`,
      );
      const driver = await programs.open(
        { clock: 'faketime', factor: 20_000, start: [node, 'sleeper.mjs'], actions: {} },
        { start },
      );
      await driver.initialize(nowhere);
      const { clock } = driver;
      if (clock.kind === 'stepped') throw new Error('it does not run');
      await driver
        .advance(later(clock.at(performance.now()), (3 * 3_600_000) as Duration))
        .catch(() => undefined);
      await until(() => existsSync(programs.at('woke.txt')));
      expect(Number(readFileSync(programs.at('woke.txt'), 'utf8'))).to.be.at.least(4 * 3600 * 1000);
      await driver.kill();
    });

    it('prepares the product a day before the start, and at the machine’s pace', async () => {
      await programs.open(
        {
          clock: 'faketime',
          factor: 5000,
          prepare: [{ run: [node, '-e', 'fs.writeFileSync("prepared.txt", String(Date.now()))'] }],
          actions: {},
        },
        { start },
      );
      const prepared = Number(readFileSync(programs.at('prepared.txt'), 'utf8'));
      expect(prepared).to.be.within(start - DAY - 10_000, start - DAY + 300_000);
    });
  });

  it('knows no processes but those with its mark', () => {
    expect(processesOf('nobody').living()).to.deep.equal([]);
    expect(processesOf('nobody').roots()).to.deep.equal([]);
  });
});
