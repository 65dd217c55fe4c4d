import { readFileSync, statSync } from 'node:fs';
import { expect } from 'chai';
import { InputError } from '../../src/disclosure/input-error.js';
import type { Duration, Instant } from '../../src/disclosure/instant.js';
import { startAdapter } from '../../src/system/adapter.js';
import { AdapterError } from '../../src/system/adapter-error.js';
import type { Driver } from '../../src/system/driver.js';
import { rejection } from '../rejection.js';
import { adapters, isRunning, parameters, startFixture, temporaryFolder } from './adapter-fixture.js';

describe('The stdio adapter client', () => {
  let adapter: Driver | undefined;
  const folder = temporaryFolder();

  const started = async (...start: Parameters<typeof startFixture>): Promise<Driver> => {
    adapter = await startFixture(...start);
    return adapter;
  };

  afterEach(async () => {
    await adapter?.kill();
    adapter = undefined;
  });
  after(() => folder.remove());

  it('speaks the whole protocol with an adapter that does too', async () => {
    const log = folder.file('good.ndjson');
    const good = await started('good', { command: [process.execPath, 'good.mjs', log] });
    expect(await good.initialize(parameters)).to.deep.equal({ name: 'good', version: '1.0.0' });
    await good.perform('install', { eula: 'accepted', quiet: true });
    await good.advance((Date.UTC(2026, 0, 1) + 60_000) as Instant);
    await good.shutdown();
    const told = readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(told.filter(({ method }) => method !== 'env')).to.deep.equal([
      { method: 'initialize', params: parameters },
      { method: 'perform', params: { action: 'install', with: { eula: 'accepted', quiet: true } } },
      { method: 'advance', params: { to: '2026-01-01T00:01:00.000Z' } },
      { method: 'shutdown', params: {} },
    ]);
  });

  it('hands on parameters whose names are names of JavaScript', async () => {
    const log = folder.file('proto.ndjson');
    const good = await started('good', { command: [process.execPath, 'good.mjs', log] });
    await good.perform('install', JSON.parse('{"__proto__": "x", "constructor": true}'));
    expect(readFileSync(log, 'utf8')).to.contain('"with":{"__proto__":"x","constructor":true}');
  });

  it('makes thousands of round trips in a second or a few', async () => {
    const good = await started('good');
    await good.initialize(parameters);
    const begun = performance.now();
    for (let minute = 0; minute < 2880; minute += 1) await good.advance((minute * 60_000) as Instant);
    expect(performance.now() - begun).to.be.below(10_000);
  });

  describe('says what is wrong when the adapter', () => {
    it('is a program that is not there', async () => {
      const error = await rejection(startFixture('', { command: ['no-such-program-of-anybody'] }));
      expect(error).to.be.instanceOf(AdapterError).and.instanceOf(InputError);
      expect(String(error)).to.contain('the adapter "no-such-program-of-anybody" could not be started');
      expect(String(error)).to.contain('there is no such program');
    });

    it('is to be started in a folder that is not there', async () => {
      const error = await rejection(startFixture('good', { cwd: folder.file('none') }));
      expect(error).to.be.instanceOf(AdapterError);
      expect(String(error)).to.contain('there is no such folder');
    });

    it('is a file that may not be executed', async () => {
      const error = await rejection(startFixture('', { command: ['./good.mjs'] }));
      expect(error).to.be.instanceOf(AdapterError);
      expect(String(error)).to.contain('the program may not be executed');
    });

    it('dies at its start, with its last words and none of its colours', async () => {
      const dead = await started('dies-at-start');
      const error = await rejection(dead.initialize(parameters));
      expect(error).to.be.instanceOf(AdapterError).with.property('request', 'initialize');
      expect(String(error)).to.contain('ended with exit code 3 before it answered "initialize"');
      expect(String(error)).to.contain(
        'its standard error ends with:\n    no licence file: ‹U+001B›[31mgiving up',
      );
      expect(String(error)).not.to.contain('\u001b');
    });

    it('dies in the middle of a request', async () => {
      const dead = await started('dies-in-perform');
      await dead.initialize(parameters);
      const error = await rejection(dead.perform('install', {}));
      expect(error).to.be.instanceOf(AdapterError).with.property('request', 'perform');
      expect(String(error)).to.contain('ended with exit code 7 before it answered "perform"');
      expect(await rejection(dead.advance(0 as Instant))).to.equal(error);
    });

    it('is ended by a signal', async () => {
      const dead = await started('dies-in-perform');
      const error = await rejection(dead.perform('by-signal', {}));
      expect(String(error)).to.contain('was ended by SIGKILL before it answered "perform"');
    });

    it('dies when nothing is asked of it', async () => {
      const dead = await started('dies-after-initialize');
      await dead.initialize(parameters);
      await new Promise((resolve) => setTimeout(resolve, 500));
      const error = await rejection(dead.perform('install', {}));
      expect(error).to.be.instanceOf(AdapterError);
      expect(String(error)).to.contain('ended with exit code 0 before it was told to shut down');
    });

    it('does not answer in time', async () => {
      const slow = await started('hangs', { timeout: 1500 as Duration });
      await slow.initialize(parameters);
      const error = await rejection(slow.perform('install', {}));
      expect(error).to.be.instanceOf(AdapterError).with.property('request', 'perform');
      expect(String(error)).to.contain('did not answer "perform" within the 1.5 s that it may take');
    });

    it('closes its standard output and stays', async () => {
      const mute = await started('closes-stdout');
      const error = await rejection(mute.perform('install', {}));
      expect(String(error)).to.contain('closed its standard output before it answered "perform"');
    });

    it('closes its standard input and stays', async () => {
      const deaf = await started('closes-stdin');
      while (!deaf.stderr.includes('not listening')) await new Promise((resolve) => setTimeout(resolve, 20));
      const error = await rejection(deaf.initialize(parameters));
      expect(String(error)).to.contain('closed its standard input before it answered "initialize"');
    });

    it('says something that nobody asked for', async () => {
      const talkative = await started('talkative');
      await talkative.initialize(parameters);
      const error = await rejection(talkative.perform('install', {}));
      expect(error).to.be.instanceOf(AdapterError);
      expect(String(error)).to.contain(
        'wrote a line that no request asked for: "{"jsonrpc":"2.0","method":"log"',
      );
    });

    it('does not say who it is', async () => {
      const error = await rejection((await started('anonymous')).initialize(parameters));
      expect(String(error)).to.contain(
        'answered "initialize" with {"name":7} where {"name": …, "version": …} is wanted',
      );
    });
  });

  describe('tells rubbish from an answer:', () => {
    const response = 'a line that is no JSON-RPC 2.0 response';
    const table: readonly [string, string][] = [
      ['no-json', 'a line that is no JSON: "Listening on port ‹U+001B›[1m8080‹U+001B›[0m"'],
      ['deep', 'a line that is no JSON: "[[['],
      [
        'array',
        `${response} (an object with "jsonrpc": "2.0", the request's "id", and either "result" or "error")`,
      ],
      ['no-version', response],
      ['no-result', response],
      ['both', response],
      ['inherited-result', response],
      ['wrong-id', "the id 42 where the request's is 1"],
      ['id-as-text', 'the id "1" where the request\'s is 1'],
      ['error', 'error -32000: no ‹U+001B›[2Jsuch‹U+202E› action‹U+000A›at all'],
      ['error-without-id', 'error -32700: Parse error'],
      ['odd-error', '"oh"'],
      ['not-utf-8', 'a line that is not UTF-8 text'],
      ['huge-line', 'a line longer than 1048576 bytes'],
      ['endless-line', 'a line longer than 1048576 bytes'],
    ];
    for (const [action, expected] of table) {
      it(action, async () => {
        const rubbish = await started('rubbish');
        const error = await rejection(rubbish.perform(action, {}));
        expect(error).to.be.instanceOf(AdapterError).with.property('request', 'perform');
        expect(String(error)).to.contain(`answered "perform" with ${expected}`);
        expect(String(error).length).to.be.below(1500);
      });
    }
  });

  describe('leaves no process behind', () => {
    it('when an adapter ignores SIGTERM', async () => {
      const stubborn = await started('stubborn', { grace: 200 as Duration });
      const { version } = await stubborn.initialize(parameters);
      expect(isRunning(Number(version))).to.equal(true);
      await stubborn.kill();
      expect(isRunning(Number(version))).to.equal(false);
    });

    it('when an adapter answers "shutdown" and stays', async () => {
      const stubborn = await started('stubborn', { grace: 200 as Duration });
      const { version } = await stubborn.initialize(parameters);
      await stubborn.shutdown();
      expect(isRunning(Number(version))).to.equal(false);
    });

    for (const end of ['shutdown', 'kill'] as const) {
      it(`when an adapter leaves a grandchild that ignores SIGTERM, after ${end}`, async () => {
        const parent = await started('leaves-grandchild', { grace: 200 as Duration });
        const grandchild = Number((await parent.initialize(parameters)).version);
        expect(isRunning(grandchild)).to.equal(true);
        await parent[end]();
        expect(isRunning(grandchild)).to.equal(false);
      });
    }

    it('when the signal aborts, and rejects with its reason', async () => {
      const abort = new AbortController();
      const slow = await started('hangs', { signal: abort.signal });
      await slow.initialize(parameters);
      const pending = rejection(slow.perform('install', {}));
      const reason = new Error('enough');
      abort.abort(reason);
      expect(await pending).to.equal(reason);
      await slow.kill();
      expect(await rejection(slow.advance(0 as Instant))).to.equal(reason);
    });

    it('when the signal had aborted before', async () => {
      const reason = new Error('never mind');
      expect(await rejection(startFixture('good', { signal: AbortSignal.abort(reason) }))).to.equal(reason);
    });
  });

  it('takes an end in good order for an answer to "shutdown"', async () => {
    const silent = await started('silent-shutdown');
    await silent.initialize(parameters);
    await silent.shutdown();
  });

  it('tells of an end in bad order at "shutdown", and ends it all the same', async () => {
    const failing = await started('fails-shutdown');
    const error = await rejection(failing.shutdown());
    expect(String(error)).to.contain('ended with exit code 4 before it answered "shutdown"');
  });

  it('may be killed twice, and answers nothing afterwards', async () => {
    const good = await started('good');
    await Promise.all([good.kill(), good.kill()]);
    expect(String(await rejection(good.advance(0 as Instant)))).to.contain('was stopped');
  });

  it('takes a second request before the answer to the first for a defect of the caller', async () => {
    const slow = await started('hangs');
    const first = rejection(slow.perform('install', {}));
    expect(await rejection(slow.perform('again', {})))
      .to.be.instanceOf(Error)
      .and.not.instanceOf(InputError);
    await slow.kill();
    await first;
  });

  describe('keeps standard error', () => {
    it('in a file for its owner alone, the last MiB of it, and counts the rest', async () => {
      const stderrFile = folder.file('noisy.stderr.txt');
      const noisy = await started('noisy-stderr', { stderrFile });
      await noisy.perform('install', {});
      await noisy.shutdown();
      const kept = readFileSync(stderrFile, 'utf8');
      const total = 3 * 1024 * 1021 + 'the last word\n'.length;
      expect(kept.slice(0, 100)).to.match(
        new RegExp(`^\\[${total - 1024 * 1024} bytes before these were not kept\\]\n`),
      );
      expect(kept.endsWith('the last word\n')).to.equal(true);
      expect(kept.length).to.be.below(1024 * 1024 + 100);
      expect(statSync(stderrFile).mode & 0o777).to.equal(0o600);
      expect(noisy.stderr.length).to.be.at.most(16 * 1024);
    });

    it('of an adapter that dies at its start', async () => {
      const stderrFile = folder.file('dead.stderr.txt');
      const dead = await started('dies-at-start', { stderrFile });
      await rejection(dead.initialize(parameters));
      await dead.kill();
      expect(readFileSync(stderrFile, 'utf8')).to.equal('no licence file: \u001b[31mgiving up\u001b[0m\n');
    });

    it('and overwrites nothing', async () => {
      const stderrFile = folder.file('noisy.stderr.txt');
      const error = await rejection(startFixture('good', { stderrFile }));
      expect(error).to.be.instanceOf(InputError);
      expect(String(error)).to.contain(`${stderrFile}: is there already`);
    });
  });

  it('does not fail for a command that the system cannot take', async () => {
    const command: [string, ...string[]] = ['node\0', 'x'];
    const start = startAdapter({ command, cwd: adapters, env: {}, timeout: 1000 as Duration });
    expect(await rejection(start)).to.be.instanceOf(AdapterError);
  });
});
