import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createColors } from 'picocolors';
import type { Console } from '../../src/cli/console.js';
import type { ResultFile, Verdict } from '../../src/judge/result.generated.js';
import { resultText } from '../../src/report/run-folder.js';

export function sha256(content: string | Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

type Clause = ResultFile['clauses'][number];

export function clauseThatIs(verdict: Verdict, id = `harbour.${verdict}`): Clause {
  return {
    id,
    modality: 'obligation',
    verdict,
    exercised: verdict === 'not-exercised' ? 0 : 1,
    findings: [],
    readings: { stable: true, restsOn: [] },
  };
}

const traces = {
  'traces/departure.ndjson': '{"type":"start"}\n',
  'traces/arrival.ndjson': '{"type":"end"}\n',
};

/** The result of a run of a product that does not exist. */
export function sampleResult(change: Partial<ResultFile> = {}): ResultFile {
  return {
    format: 'candor-result/1',
    instrument: 'candor 0.0.0',
    verdict: 'violated',
    disclosure: { id: 'harbour-1', digest: sha256('the disclosure') },
    system: { id: 'harbour', digest: sha256('system: harbour\n') },
    interpretations: { 'harbour.first-slot': 'after-one-period' },
    requireAll: false,
    clauses: (['upheld', 'violated', 'inconclusive', 'not-exercised'] as const).map((verdict) =>
      clauseThatIs(verdict),
    ),
    scenarios: Object.entries(traces).map(([file, content]) => ({
      id: file.slice('traces/'.length, -'.ndjson'.length),
      trace: { file, digest: sha256(content) },
      verdict: 'violated',
      transmissions: 1,
      excluded: 0,
      heartbeats: 2,
      complete: true,
      clauses: { 'harbour.violated': 'violated' },
      findings: [],
      notes: [],
      product: {
        name: 'Harbour Notes',
        version: '1.2.3',
        artifacts: [
          { name: 'harbour.bin', digest: sha256('the program') },
          { name: 'harbour-driver.bin', digest: sha256('its driver') },
        ],
      },
    })),
    findings: [],
    findingsOmitted: 0,
    payloads: [],
    windows: [],
    windowsOmitted: 0,
    excluded: [],
    ...change,
  };
}

/** The files of a finished run, by their names in its folder. */
export function sampleFiles(result: ResultFile = sampleResult()): Record<string, string> {
  const text = resultText(result);
  return {
    'gate.json': `${JSON.stringify({ format: 'candor-gate/1', result: sha256(text) })}\n`,
    'inputs/disclosures/harbour-1/disclosure.yaml': 'disclosure: harbour-1\n',
    'inputs/system.yaml': 'system: harbour\n',
    'report.html': '<!doctype html>\n',
    'report.pdf': '%PDF-1.7\n',
    'result.json': text,
    'stderr/departure.txt': 'nothing to say\n',
    ...traces,
  };
}

/** A folder of a test's own, with a run and two pairs of keys beside it. */
export interface Attested {
  readonly folder: string;
  readonly key: string;
  readonly publicKey: string;
  readonly otherKey: string;
  readonly otherPublicKey: string;
  /** A path in the folder of the run. */
  at(name: string): string;
  /** A path beside it. */
  beside(name: string): string;
  close(): Promise<void>;
}

export async function openRun(files: Readonly<Record<string, string>> = sampleFiles()): Promise<Attested> {
  const place = await mkdtemp(join(tmpdir(), 'attestation-'));
  const folder = join(place, 'run');
  const beside = (name: string): string => join(place, name);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  // Keys of RFC 8410 and RFC 8032's making, and no secret: tests that sign give the same bytes each time.
  await writeFile(beside('key.pem'), pem('PRIVATE KEY', privateKey('9d61b19deffd5a60ba844af492ec2cc4')));
  await writeFile(beside('other.pem'), pem('PRIVATE KEY', privateKey('4ccd089b28ff96da9db6c346ec114e0f')));
  for (const name of ['key', 'other']) {
    const { createPublicKey } = await import('node:crypto');
    const publicKey = createPublicKey(await readFile(beside(`${name}.pem`)));
    await writeFile(beside(`${name}.pub.pem`), publicKey.export({ type: 'spki', format: 'pem' }));
  }
  return {
    folder,
    key: beside('key.pem'),
    publicKey: beside('key.pub.pem'),
    otherKey: beside('other.pem'),
    otherPublicKey: beside('other.pub.pem'),
    at: (name) => join(folder, name),
    beside,
    close: () => rm(place, { recursive: true, force: true }),
  };
}

/** PKCS#8 around a seed of 32 bytes; half of it is given, and written twice. */
function privateKey(half: string): string {
  return Buffer.from(`302e020100300506032b657004220420${half}${half}`, 'hex').toString('base64');
}

function pem(label: string, base64: string): string {
  return `-----BEGIN ${label}-----\n${base64}\n-----END ${label}-----\n`;
}

/** A console that keeps what is said to it. */
export interface Heard extends Console {
  readonly said: string[];
}

export function listeningConsole(): Heard {
  const said: string[] = [];
  return {
    said,
    out: (text) => said.push(String(text)),
    err: (text) => said.push(text),
    progress: () => undefined,
    colours: createColors(false),
    interactive: false,
    width: 100,
  };
}

/**
 * Runs openssl, and gives its output. Where there is none, the test is skipped and says so, unless the surroundings
 * promise one (CANDOR_BROWSER=required, as in CI).
 */
export function openssl(
  test: Mocha.Context,
  parameters: readonly string[],
): { status: number; output: string } {
  const { error, status, stdout, stderr } = spawnSync('openssl', parameters, { encoding: 'utf8' });
  if (error === undefined) return { status: status ?? -1, output: `${stdout}${stderr}` };
  if (process.env['CANDOR_BROWSER'] === 'required') throw error;
  process.stdout.write(`      skipped: openssl is not installed (${error.message})\n`);
  return test.skip();
}
