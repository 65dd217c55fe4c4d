import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { assertUpheld, explain, InputError, type Verified, verify } from '../../src/library/index.js';
import { rejection } from '../rejection.js';

const player = new URL('../../../examples/mocha-module/', import.meta.url);
const system = new URL('systems/acme-player/system.yaml', player);
const modules = new URL('../../../test/fixtures/modules/', import.meta.url);

describe('verify', () => {
  let violated: Verified;

  it('resolves with plain data: verdicts by clause and by scenario, and no findings where all is well', async () => {
    const verified = await verify({ system, project: player, requireAll: true });
    expect(verified.verdict).to.equal('upheld');
    expect(verified.findings).to.deep.equal([]);
    expect(verified.scenarios).to.deep.equal({ 'switched-off': 'upheld', 'switched-on': 'upheld' });
    expect(verified.clauses).to.include({ 'usage.transmit': 'upheld', 'usage.off': 'upheld' });
    expect(verified.folder).to.equal(undefined);
    expect(() => assertUpheld(verified)).not.to.throw();
  });

  it('leaves nothing behind where no folder is asked for, and all of it where one is', async () => {
    const own = await mkdtemp(join(tmpdir(), 'own-'));
    const shared = process.env['TMPDIR'];
    process.env['TMPDIR'] = own;
    try {
      await verify({ system, project: player, scenarios: ['switched-off'] });
      expect(await readdir(own)).to.deep.equal([]);
    } finally {
      if (shared === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = shared;
      await rm(own, { recursive: true });
    }
    const folder = await mkdtemp(join(tmpdir(), 'kept-'));
    try {
      const verified = await verify({
        system,
        project: fileURLToPath(player),
        scenarios: ['switched-off'],
        folder,
      });
      expect(verified.folder).to.equal(folder);
      expect(await readdir(folder)).to.include.members(['result.json', 'traces']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('takes another module in the place of the system’s own, and tells what it did', async () => {
    violated = await verify({
      system,
      project: player,
      scenarios: ['switched-on'],
      module: new URL('chatty.mjs', modules),
    });
    expect(violated.verdict).to.equal('violated');
    expect([...new Set(violated.findings.map(({ rule }) => rule))]).to.deep.equal(['route/undocumented']);
    expect(violated.clauses).to.include({ 'usage.nothing-else': 'violated' });
  });

  it('has its reasons in the message of an assertion that fails', () => {
    expect(explain(violated)).to.match(
      /^violated: \d+ findings?\n {2}route\/undocumented \(usage\.nothing-else\) in/,
    );
    let error: unknown;
    try {
      assertUpheld(violated);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).to.include({ name: 'AssertionError', actual: 'violated', expected: 'upheld' });
    expect((error as Error).message).to.equal(explain(violated));
  });

  it('reads an interpretation otherwise', async () => {
    const readings = { 'usage.first-slot': 'immediately' };
    const { verdict, result } = await verify({
      system,
      project: player,
      scenarios: ['switched-on'],
      readings,
    });
    expect(result.interpretations).to.deep.equal(readings);
    expect(verdict).to.equal('violated');
  });

  for (const [what, options, says] of [
    ['a system file that is not there', { system: 'nowhere.yaml' }, 'nowhere.yaml'],
    ['a scenario that is not there', { system, scenarios: ['none'] }, 'there is no scenario "none"'],
    [
      'a module that fails',
      { system, scenarios: ['switched-on'], module: new URL('secretive.mjs', modules) },
      'switched-on: the module',
    ],
  ] as const) {
    it(`rejects ${what}`, async () => {
      const error = await rejection(verify({ project: player, ...options }));
      expect(error).to.be.instanceOf(InputError);
      expect((error as Error).message).to.contain(says);
    });
  }

  it('ends when its signal is aborted, with the signal’s reason', async () => {
    const controller = new AbortController();
    const ending = rejection(verify({ system, project: player, signal: controller.signal }));
    controller.abort(new Error('enough'));
    expect(await ending).to.have.property('message', 'enough');
  });
});
