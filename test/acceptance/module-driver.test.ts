import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ResultFile } from '../../src/judge/result.generated.js';
import { openWorkplace, root, type Workplace } from './workplace.js';

/** Each kind of thing that a scenario may do: the others are run through both drivers before a release. */
const scenarios = [
  'activation-code-in-virtual-machine',
  'ksn-asleep-over-two-slots',
  'ksn-offline-over-slot',
  'link-follow',
  'uninstall',
];

describe('The reference product as a module', () => {
  let workplace: Workplace;
  before(async () => {
    workplace = await openWorkplace();
  });
  after(() => workplace.close());

  it('gets the verdicts, clause by clause, that it gets as a program behind the proxy', async () => {
    const results = await Promise.all(
      ['system', 'module'].map(async (name) => {
        const out = workplace.at(name);
        const system = join(root, 'systems', 'reference', `${name}.yaml`);
        const outcome = await workplace.candor(['run', ...scenarios, '--system', system, '--out', out]);
        expect(outcome.status, outcome.stderr).to.equal(0);
        return JSON.parse(await readFile(join(out, 'result.json'), 'utf8')) as ResultFile;
      }),
    );
    const [program, module] = results.map(({ scenarios }) =>
      scenarios.map(({ id, clauses, transmissions }) => ({ id, clauses, transmissions })),
    );
    expect(module).to.deep.equal(program);
    expect(module).to.have.lengthOf(scenarios.length);
  });

  it('leaves a trace that says how it was captured', async () => {
    const trace = await readFile(join(workplace.at('module'), 'traces', 'uninstall.ndjson'), 'utf8');
    const [start = ''] = trace.split('\n', 1);
    expect(JSON.parse(start)).to.include({ capture: 'module' });
  });

  it('leaves nothing behind', async () => {
    expect(await workplace.leftovers()).to.deep.equal([]);
  });
});

describe('The example of a mocha test', () => {
  it('passes', () => {
    const mocha = join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
    const file = join('examples', 'mocha-module', 'telemetry.test.mjs');
    const { NODE_OPTIONS: _, ...env } = process.env;
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [mocha, '--no-config', '--timeout', '120000', file],
      { cwd: root, encoding: 'utf8', env },
    );
    expect(status, stdout + stderr).to.equal(0);
    expect(stdout).to.contain('4 passing');
  });
});
