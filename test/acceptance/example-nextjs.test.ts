import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { namespaceObstacle } from '../../src/capture/namespace/obstacle.js';
import type { ResultFile } from '../../src/judge/result.generated.js';
import { openWorkplace, root, type Workplace } from './workplace.js';

const example = join(root, 'examples', 'nextjs');
const system = join(example, 'systems', 'nextjs', 'system.yaml');
const required = process.env['CANDOR_NEXT'] === 'required';

/** Why the framework cannot be run here; undefined where nothing is in the way. */
async function obstacleOf(): Promise<string | undefined> {
  if (!existsSync(join(example, 'node_modules', 'next'))) {
    return 'examples/nextjs/node_modules is not there; "npm run example:nextjs" installs it';
  }
  return namespaceObstacle();
}

describe('The example of a framework that nobody here wrote', () => {
  let workplace: Workplace;
  before(async () => {
    workplace = await openWorkplace();
  });
  after(() => workplace.close());

  it('is in order: every clause that a wire can show is exercised, and every field is sent', async () => {
    const { status, stdout, stderr } = await workplace.candor(['check', '--strict', '--project', example]);
    expect(stderr).to.equal('');
    expect(status).to.equal(0);
    expect(stdout).to.contain('nextjs-telemetry: 39 clauses');
  });

  it('holds no more of the page than digests and paraphrases', async () => {
    const file = join(example, 'disclosures', 'nextjs-telemetry', 'disclosure.yaml');
    const text = await readFile(file, 'utf8');
    expect(text.match(/digest: sha256:[0-9a-f]{64}/g)).to.have.lengthOf(40);
    expect(text).not.to.match(/we (?:do not )?(?:collect|track|take)/i);
  });

  it('is judged: what it lists is sent, more besides, and nothing once the variable is set', async function () {
    const obstacle = await obstacleOf();
    if (obstacle !== undefined && !required) {
      process.stdout.write(`      skipped: ${obstacle}\n`);
      this.skip();
    }
    this.timeout(1_200_000);
    const out = workplace.at('run');
    const { status, stderr } = await workplace.candor(
      ['run', 'enabled', 'disabled-by-variable', '--project', example, '--system', system, '--out', out],
      { env: { CI: undefined } },
    );
    expect(status, stderr).to.equal(1);
    const result = JSON.parse(await readFile(join(out, 'result.json'), 'utf8')) as ResultFile;
    const sent = Object.fromEntries(result.scenarios.map(({ id, transmissions }) => [id, transmissions]));
    expect(sent['enabled']).to.be.at.least(1);
    const against = ({ rule, scenario }: ResultFile['findings'][number]): boolean =>
      scenario === 'disabled-by-variable' && ['state/forbidden', 'expectation/unmet'].includes(rule);
    expect(result.findings.filter(against)).to.deep.equal([]);
    const upheld = result.clauses.filter(({ verdict }) => verdict === 'upheld').map(({ id }) => id);
    expect(upheld).to.include.members(['opt-out.variable', 'collected.version', 'collected.command']);
    const undocumented = result.findings.filter(({ rule }) => rule === 'field/undocumented');
    expect(undocumented.map(({ message }) => message)).to.include(
      'the field /context of record is not documented',
    );
    const leaked = result.findings.filter(({ rule }) => rule === 'leak/canary');
    const told = ['packagePath', 'privatePackage'];
    for (const name of told)
      expect(
        leaked.some(({ message }) => message.includes(name)),
        name,
      ).to.equal(true);
    const kept = ['environmentSecret', 'fileContents', 'folderName', 'gitRemote', 'hostName', 'userName'];
    for (const name of kept)
      expect(
        leaked.some(({ message }) => message.includes(name)),
        name,
      ).to.equal(false);
  });
});
