// Makes docs/samples: each report of a run of the reference system, and of one with a defect. With --check it compares
// them with what lies there, which also shows that two installs give the same bytes.
import { spawnSync } from 'node:child_process';
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Sample {
  /** What follows `candor run`. */
  readonly run: readonly string[];
  /** The file of each report, and what follows `candor report DIR`. */
  readonly reports: Readonly<Record<string, readonly string[]>>;
}

const samples: Readonly<Record<string, Sample>> = {
  reference: {
    run: ['--system', 'systems/reference/system.yaml', '--require-all'],
    reports: {
      'report.txt': ['--format', 'terminal'],
      'report.html': ['--format', 'html'],
      'report.pdf': ['--format', 'pdf'],
      'report.sarif': ['--format', 'sarif'],
      'junit.xml': ['--format', 'junit'],
      'summary.md': ['--format', 'github'],
      'data-items.md': ['--format', 'markdown'],
      'data-items.csv': ['--format', 'csv'],
      'attestation.intoto.json': ['--format', 'attestation', '--key', '{key}'],
    },
  },
  'slot-skipped': {
    run: ['ksn-declined-at-install', '--system', 'systems/defective/slot-skipped.yaml'],
    reports: {
      'report.txt': ['--format', 'terminal'],
      'report.html': ['--format', 'html'],
      'report.pdf': ['--format', 'pdf'],
      'report.sarif': ['--format', 'sarif'],
      'junit.xml': ['--format', 'junit'],
      'summary.md': ['--format', 'github'],
    },
  },
};

/** The run's instant, which reports tell: 2026-11-23T12:00:00Z. */
const EPOCH = String(Date.UTC(2026, 10, 23, 12) / 1000);
const root = fileURLToPath(new URL('../../', import.meta.url));
const place = join(root, 'docs', 'samples');
const work = mkdtempSync(join(tmpdir(), 'candor-samples-'));

try {
  const made = join(work, 'made');
  const key = join(work, 'key.pem');
  writeFileSync(key, sampleKey(), { mode: 0o600 });
  for (const [name, sample] of Object.entries(samples)) make(join(made, name), sample, key);
  const publicKey = createPublicKey(sampleKey()).export({ type: 'spki', format: 'pem' });
  writeFileSync(join(made, 'reference', 'key.pub.pem'), publicKey);
  const stale = process.argv.includes('--check') ? differing(made) : put(made);
  if (stale.length > 0) {
    process.stderr.write(`stale: ${stale.join(', ')}; run "npm run samples"\n`);
    process.exitCode = 1;
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

function make(folder: string, { run, reports }: Sample, key: string): void {
  const judged = `${folder}-run`;
  candor(['run', ...run, '--out', judged]);
  // A product's complaint of a refused connection names a port, which is another each time.
  rmSync(join(judged, 'stderr'), { recursive: true });
  mkdirSync(folder, { recursive: true });
  for (const [file, parameters] of Object.entries(reports)) {
    const given = parameters.map((word) => (word === '{key}' ? key : word));
    candor(['report', judged, ...given, '--out', join(folder, file)]);
  }
  rmSync(judged, { recursive: true });
}

function candor(parameters: readonly string[]): void {
  const { GITHUB_STEP_SUMMARY: _, FORCE_COLOR: __, ...env } = process.env;
  const { status, stderr } = spawnSync(process.execPath, ['bin/candor.js', ...parameters], {
    cwd: root,
    encoding: 'utf8',
    env: { ...env, NO_COLOR: '1', SOURCE_DATE_EPOCH: EPOCH },
  });
  if (status === null || status > 1) throw new Error(`candor ${parameters.join(' ')}: ${status} ${stderr}`);
}

/** A key that everybody can make, and that is worth nothing: RFC 8410, with the seed in place of secret bytes. */
function sampleKey(): string {
  const seed = createHash('sha256').update('the key of the samples of Candor').digest();
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    .export({ type: 'pkcs8', format: 'pem' })
    .toString();
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'README.md')
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

function differing(made: string): readonly string[] {
  const [wanted, there] = [filesIn(made), filesIn(place)];
  const missing = [...wanted, ...there].filter((file) => !wanted.includes(file) || !there.includes(file));
  const changed = wanted.filter(
    (file) => there.includes(file) && !readFileSync(join(made, file)).equals(readFileSync(join(place, file))),
  );
  return [...new Set([...missing, ...changed])];
}

function put(made: string): readonly string[] {
  for (const name of Object.keys(samples)) rmSync(join(place, name), { recursive: true, force: true });
  for (const file of filesIn(made)) {
    mkdirSync(join(place, file, '..'), { recursive: true });
    writeFileSync(join(place, file), readFileSync(join(made, file)));
  }
  return [];
}
