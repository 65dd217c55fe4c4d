// Transmissions a second through `candor verify`, beside JSON.parse alone over the same file, and peak memory.
// Whole processes, in turn; ratios of one run are what to quote (absolute figures belong to the machine).
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { traceLines, transmissionsOf } from './trace.js';

const rounds = Number(process.argv[2] ?? 5);
const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'candor-bench-'));
const trace = join(folder, 'bench.ndjson');

try {
  const count = 20_000;
  await write(trace, traceLines(count));
  const { size } = await stat(trace);
  console.log(
    `${transmissionsOf(count)} transmissions, ${(size / 1e6).toFixed(0)} MB, ${count} installations`,
  );
  const parse = [join(root, 'build/bench/parse-only.js'), trace];
  const verify = [join(root, 'bin/candor.js'), 'verify', trace, '--project', root, '--out'];
  const ratios: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const alone = measure(parse);
    const judged = measure([...verify, join(folder, `out-${round}`)]);
    ratios.push(judged.seconds / alone.seconds);
    console.log(
      `round ${round}: JSON.parse ${line(alone, transmissionsOf(count))}; verify ${line(judged, transmissionsOf(count))}; ratio ${(judged.seconds / alone.seconds).toFixed(2)}`,
    );
  }
  const sorted = ratios.sort((one, other) => one - other);
  console.log(
    `verify takes ${sorted[Math.floor(sorted.length / 2)]?.toFixed(2)} times as long as JSON.parse alone (median of ${rounds})`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}

interface Measured {
  readonly seconds: number;
  readonly peak: number;
}

/** Runs a Node program that ends by writing its peak memory, in KiB, as the last line of standard error. */
function measure(parameters: readonly string[]): Measured {
  const peakReporter = join(root, 'build/bench/report-peak.js');
  const begun = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, ['--import', peakReporter, ...parameters], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
  if (status !== 0) throw new Error(`${parameters.join(' ')} ended with ${status}: ${stderr.slice(-2000)}`);
  return { seconds, peak: Number(stderr.trim().split('\n').at(-1)) };
}

function line({ peak, seconds }: Measured, count: number): string {
  return `${seconds.toFixed(2)} s, ${Math.round(count / seconds)}/s, ${Math.round(peak / 1024)} MiB`;
}

async function write(path: string, lines: Iterable<string>): Promise<void> {
  const file = createWriteStream(path);
  for (const text of lines) if (!file.write(`${text}\n`)) await once(file, 'drain');
  file.end();
  await once(file, 'finish');
}
