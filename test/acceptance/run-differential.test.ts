import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse, stringify } from 'yaml';
import type { ResultFile } from '../../src/judge/result.generated.js';
import { type Outcome, openWorkplace, root, type Workplace } from './workplace.js';

const player = join(root, 'examples', 'mocha-module');
const secretive = join(root, 'test', 'fixtures', 'modules', 'secretive.mjs');

const rows: readonly (readonly [
  exportName: string,
  what: string,
  status: number,
  found: readonly string[],
  says: RegExp | undefined,
])[] = [
  ['honest', 'a product that makes nothing of it', 0, [], undefined],
  [
    'hmac',
    'a keyed digest, one byte of it, in a documented number',
    1,
    ['leak/differential'],
    /the member \/minutes changes with the planted hostName/,
  ],
  [
    'xor',
    'two characters of it, masked, in a documented text',
    1,
    ['leak/differential'],
    /the member \/version changes with the planted mediaFile/,
  ],
  [
    'aes',
    'it encrypted under a fixed key, in a permitted header',
    1,
    ['leak/differential'],
    /the header user-agent changes with the planted hostName/,
  ],
  ['varying', 'a documented field that is never the same', 0, [], undefined],
  ['noisy', 'an undocumented part that is never the same', 2, [], undefined],
];

describe('candor run --differential', () => {
  let workplace: Workplace;
  before(async () => {
    workplace = await openWorkplace();
  });
  after(() => workplace.close());

  async function run(exportName: string, ...more: readonly string[]): Promise<Outcome & { out: string }> {
    const file = parse(await readFile(join(player, 'systems', 'acme-player', 'system.yaml'), 'utf8'));
    file.driver = { ...file.driver, module: secretive, export: exportName };
    const system = await workplace.write(`${exportName}.yaml`, stringify(file));
    const out = workplace.at(`run-${exportName}`);
    await rm(out, { recursive: true, force: true });
    const parameters = [
      'run',
      ...more,
      '--system',
      system,
      '--project',
      player,
      '--out',
      out,
      '--differential',
    ];
    return { ...(await workplace.candor(parameters)), out };
  }

  for (const [exportName, what, status, found, says] of rows) {
    it(`${found.length > 0 ? 'finds' : 'is not misled by'} ${what}`, async () => {
      const { out, ...outcome } = await run(exportName, 'switched-on');
      expect(outcome.status, outcome.stderr + outcome.stdout).to.equal(status);
      const { findings } = await resultOf(out);
      expect([...new Set(findings.map(({ rule }) => rule))]).to.deep.equal(found);
      if (says !== undefined) expect(findings[0]?.message).to.match(says);
    });
  }

  it('says what could not be compared, and why', async () => {
    const { clauses } = await resultOf(workplace.at('run-noisy'));
    const reasons = clauses.flatMap(({ undecided }) => undecided ?? []);
    expect(reasons).to.deep.equal(['the header user-agent differs though nothing was changed']);
  });

  it('observes each scenario as it is, again, and with each planted value changed', async () => {
    const { out } = await run('honest');
    const names = ['switched-off', 'switched-on'].flatMap((id) =>
      ['.again', '.hostName', '.mediaFile', ''].map((part) => `${id}${part}.ndjson`),
    );
    expect((await readdir(join(out, 'traces'))).sort()).to.deep.equal(names);
    const planted = await Promise.all(
      names.slice(0, 4).map(async (name) => {
        const [start = ''] = (await readFile(join(out, 'traces', name), 'utf8')).split('\n', 1);
        return JSON.parse(start).canaries.map(({ value }: { value: string }) => value);
      }),
    );
    const [again, host, media, plain] = planted;
    expect(again).to.deep.equal(plain);
    expect([host[1], media[0]]).to.deep.equal([plain[1], plain[0]]);
    for (const [changed, value] of [
      [host[0], plain[0]],
      [media[1], plain[1]],
    ]) {
      expect(changed).to.have.lengthOf(value.length);
      const same = [...changed].filter((character, index) => character === value[index]);
      expect(same.join('')).to.equal('--');
    }
  });

  it('is judged again from its traces, in whatever order, with the same bytes, and reported', async () => {
    const { out } = await run('hmac');
    const traces = (await readdir(join(out, 'traces'))).map((name) => join(out, 'traces', name));
    const text = await readFile(join(out, 'result.json'), 'utf8');
    for (const [index, order] of [traces, traces.toReversed()].entries()) {
      const again = workplace.at(`again-${index}`);
      const outcome = await workplace.candor([
        'verify',
        ...order,
        '--differential',
        '--project',
        player,
        '--out',
        again,
      ]);
      expect(outcome.status, outcome.stderr).to.equal(1);
      expect(await readFile(join(again, 'result.json'), 'utf8')).to.equal(text);
    }
    const report = await workplace.candor(['report', out]);
    expect(report.status, report.stderr).to.equal(0);
    expect(report.stdout).to.contain('leak/differential');
  });

  it('could not judge a scenario of which one recording failed', async () => {
    const { status, stderr, out } = await run('failing', 'switched-on');
    expect(status).to.equal(3);
    expect(stderr).to.contain('switched-on could not be judged: switched-on.hostName: the module');
    const { findings, clauses } = await resultOf(out);
    expect(findings).to.deep.equal([]);
    expect(clauses.flatMap(({ undecided }) => undecided ?? []).join()).to.contain('cut off');
  });

  it('wants a disclosure that plants values', async () => {
    const project = await workplace.copy(player, 'nothing-planted');
    const path = join('nothing-planted', 'disclosures', 'acme-player-2.0', 'disclosure.yaml');
    const disclosure = await readFile(workplace.at(path), 'utf8');
    await workplace.write(path, disclosure.replace(/^canaries:\n(?: {2}- .*\n)+/m, ''));
    const system = join(project, 'systems', 'acme-player', 'system.yaml');
    const { status, stderr } = await workplace.candor([
      'run',
      '--system',
      system,
      '--project',
      project,
      '--differential',
      '--out',
      workplace.at('unplanted'),
    ]);
    expect(status).to.equal(3);
    expect(stderr).to.contain(
      'plants no values, so that nothing can be changed; --differential wants "canaries"',
    );
  });

  it('wants traces of a scenario that were planted alike', async () => {
    const trace = join(workplace.at('run-honest'), 'traces', 'switched-on.ndjson');
    const { status, stderr } = await workplace.candor([
      'verify',
      trace,
      '--differential',
      '--project',
      player,
      '--out',
      workplace.at('alone'),
    ]);
    expect(status).to.equal(3);
    expect(stderr).to.contain(
      '--differential: switched-on: two traces that were planted alike and one or more',
    );
  });
});

async function resultOf(folder: string): Promise<ResultFile> {
  return JSON.parse(await readFile(join(folder, 'result.json'), 'utf8')) as ResultFile;
}
