import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { namespaceObstacle } from '../../src/capture/namespace/namespace-capture.js';
import type { ResultFile } from '../../src/judge/result.generated.js';
import { openWorkplace, root, type Workplace } from './workplace.js';

const longScenario = `scenario: kept-lit
title: The lamp is flashed, and burns on for a while
disclosure: lantern-1
when:
  - do: install
  - do: flash
  - wait: PT1M
then:
  - { payload: flash, times: 1 }
`;

/** A program that takes no address for an answer, so that it knows of nobody to send to. */
const unresolving = `import { lookup } from 'node:dns/promises';
await lookup('telemetry.lantern.test');
`;

describe('A capture that sees nothing', function () {
  this.timeout(120_000);
  let workplace: Workplace;
  let project: string;

  before(async function () {
    const obstacle = await namespaceObstacle();
    if (obstacle !== undefined && process.env['CANDOR_NAMESPACE'] !== 'required') {
      process.stdout.write(`  skipped: ${obstacle}\n`);
      this.skip();
    }
    workplace = await openWorkplace();
    project = await workplace.copy(join(root, 'test', 'fixtures', 'projects', 'lantern'), 'lantern');
    await workplace.write('lantern/scenarios/lantern-1/kept-lit.yaml', longScenario);
    await workplace.write('lantern/programs/unresolving.mjs', unresolving);
  });
  after(() => workplace?.close());

  /** A system like the honest one, but for what it runs and how. */
  const systemLike = async (name: string, change: (text: string) => string): Promise<string> => {
    const honest = await readFile(join(project, 'systems', 'honest-node', 'system.yaml'), 'utf8');
    await mkdir(join(project, 'systems', name), { recursive: true });
    const path = join(project, 'systems', name, 'system.yaml');
    await writeFile(path, change(honest.replace('lantern-honest-node', `lantern-${name}`)));
    return path;
  };
  const resultIn = async (out: string): Promise<ResultFile> =>
    JSON.parse(await readFile(join(out, 'result.json'), 'utf8')) as ResultFile;

  it('is told of when it is killed in mid-scenario, and the run is never upheld', async () => {
    const out = workplace.at('killed');
    const system = join(project, 'systems', 'honest-node', 'system.yaml');
    const run = workplace.start(['run', 'kept-lit', '--project', project, '--system', system, '--out', out]);
    await untilSent(join(out, 'traces', 'kept-lit.ndjson'));
    const inside = processesWith(workplace.folder, 'inside.js');
    expect(inside, 'the capture’s own process').to.have.length(1);
    process.kill(inside[0] ?? 0, 'SIGKILL');
    const { status, stderr } = await run.outcome;
    expect(status, stderr).to.be.oneOf([2, 3]);
    expect(stderr).to.match(/capture/);
    expect((await resultIn(out)).verdict).to.not.equal('upheld');
    expect(await workplace.leftovers()).to.deep.equal([]);
  });

  it('leaves undecided a product that does not trust its certificates', async () => {
    const system = await systemLike('distrustful', (text) =>
      text
        .replace('LANTERN_LAMP:', 'NODE_EXTRA_CA_CERTS: "", LANTERN_LAMP:')
        .replace(/flash: \{ run: (.*) \}/, 'flash: { run: $1, exit: [0, 1] }'),
    );
    const out = workplace.at('distrustful');
    const { status, stdout, stderr } = await workplace.candor([
      ...['run', 'flashed', '--project', project, '--system', system, '--out', out],
    ]);
    expect(status, stdout + stderr).to.equal(2);
    const { clauses, findings } = await resultIn(out);
    expect(findings.map(({ rule }) => rule)).to.include('capture/opaque');
    const undecided = clauses.find(({ id }) => id === 'flash.transmit')?.undecided ?? [];
    expect(undecided.join('\n')).to.match(/telemetry\.lantern\.test.*trust|trust.*telemetry\.lantern\.test/);
  });

  it('leaves undecided a product that asked where to send and never sent', async () => {
    const system = await systemLike('unresolving', (text) =>
      text.replace('lantern.mjs","honest"', 'unresolving.mjs"'),
    );
    const out = workplace.at('unresolving');
    const { status, stdout, stderr } = await workplace.candor([
      ...['run', 'flashed', '--project', project, '--system', system, '--out', out],
    ]);
    expect(status, stdout + stderr).to.equal(2);
    const { clauses } = await resultIn(out);
    const undecided = clauses.find(({ id }) => id === 'flash.transmit')?.undecided ?? [];
    expect(undecided.join('\n')).to.include('telemetry.lantern.test');
  });
});

/** Waits until the documented transmission stands in the trace. */
async function untilSent(trace: string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const text = await readFile(trace, 'utf8').catch(() => '');
    if (text.includes('"transmission"')) return;
    await pause(100);
  }
  throw new Error(`nothing was sent: ${execFileSync('ps', ['ax']).toString()}`);
}

/** The processes that were started with their temporary files in a folder, and name a file. */
function processesWith(folder: string, name: string): readonly number[] {
  return readdirSync('/proc').flatMap((id) => {
    if (!/^\d+$/.test(id)) return [];
    try {
      const mine = readFileSync(`/proc/${id}/environ`, 'utf8').includes(`TMPDIR=${folder}`);
      const [program = ''] = readFileSync(`/proc/${id}/cmdline`, 'utf8').split('\0');
      const named = readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(name);
      return mine && named && program.endsWith('node') ? [Number(id)] : [];
    } catch {
      return [];
    }
  });
}
