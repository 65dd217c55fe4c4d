// Installs the framework as its lock file pins it, and lets Candor judge what it sends.
// node run.mjs [FOLDER OF THE RUN]
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const example = fileURLToPath(new URL('.', import.meta.url));
const candor = fileURLToPath(new URL('../../bin/candor.js', import.meta.url));
const stamp = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
const out = process.argv[2] ?? join('reports', `nextjs-${stamp}`);

/** What else a terminal has in its environment (a service, an agent) would change what the framework sends. */
const kept = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TERM', 'COLUMNS', 'NO_COLOR', 'SOURCE_DATE_EPOCH'];
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => kept.includes(name)));

const run = (program, parameters, env, cwd) => {
  const { status, error } = spawnSync(program, parameters, { stdio: 'inherit', env, cwd });
  if (error !== undefined) process.stderr.write(`${program} could not be started (${error.message})\n`);
  return status ?? 3;
};

const project = ['--project', example, '--system', join(example, 'systems/nextjs/system.yaml')];
const installed = run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], process.env, example);
// What cannot be installed cannot be judged: 3, as Candor has it.
process.exitCode = 3;
if (installed === 0) {
  process.exitCode = run(process.execPath, [candor, 'run', ...project, '--out', out], environment);
  const report = join(out, 'report.html');
  run(process.execPath, [candor, 'report', out, '--format', 'html', '--out', report], environment);
}
