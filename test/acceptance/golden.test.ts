import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { readLines } from './evidence.js';
import { harbour, openWorkplace, root, type Workplace } from './workplace.js';

const goldens = join(root, 'test', 'golden');
const scenario = 'ksn-declined-at-install';

/**
 * What a command prints, whole, against a file under test/golden. Where what it prints is meant to change, set
 * UPDATE_GOLDEN=1, and read the difference.
 */
describe('what candor prints, word for word', () => {
  let workplace: Workplace;

  before(async () => {
    workplace = await openWorkplace();
  });

  after(() => workplace.close());

  async function expectGolden(name: string, parameters: readonly string[], status: number): Promise<void> {
    const outcome = await workplace.candor(parameters);
    const text = outcome.stdout.replaceAll(workplace.folder, '<folder>').replaceAll(root, '<root>/');
    const file = join(goldens, `${name}.txt`);
    expect(outcome.stderr).to.equal('');
    expect(outcome.status).to.equal(status);
    if (process.env['UPDATE_GOLDEN'] === '1') {
      await mkdir(goldens, { recursive: true });
      await writeFile(file, text);
    }
    expect(text, `${file} holds what was printed before; UPDATE_GOLDEN=1 rewrites it`).to.equal(
      await readFile(file, 'utf8'),
    );
  }

  function run(system: string, out: string): readonly string[] {
    return ['run', scenario, '--system', join(root, 'systems', system), '--out', workplace.at(out)];
  }

  it('of a run that is upheld', () =>
    expectGolden('run-upheld', run(join('reference', 'system.yaml'), 'upheld'), 0));

  it('of a run that is violated', () =>
    expectGolden('run-violated', run(join('defective', 'slot-drift.yaml'), 'violated'), 1));

  it('of a trace that was cut off', async () => {
    const lines = await readLines(workplace.at('upheld', 'traces', `${scenario}.ndjson`));
    const cut = await workplace.write(`${scenario}.ndjson`, `${lines.slice(0, 8).join('\n')}\n`);
    await expectGolden('verify-inconclusive', ['verify', cut, '--out', workplace.at('inconclusive')], 2);
  });

  it('of a rule', () => expectGolden('explain-schedule-missing', ['explain', 'schedule/missing'], 0));

  it('of a project that is checked', () => {
    const document = join(harbour, 'documents', 'what-tidewatch-sends.txt');
    return expectGolden('check', ['check', '--project', harbour, '--document', document], 0);
  });
});
