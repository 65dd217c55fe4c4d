import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { parse } from 'yaml';
import { temporaryFolder } from '../system/adapter-fixture.js';

interface Step {
  readonly id?: string;
  readonly name: string;
  readonly if?: string;
  readonly uses?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
  readonly run?: string;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const text = readFileSync(fileURLToPath(new URL('../../../action.yml', import.meta.url)), 'utf8');
const action = parse(text) as Action;
const steps = action.runs.steps;
const scripts = steps.filter(({ run }) => run !== undefined);
const page = readFileSync(fileURLToPath(new URL('../../../docs/ci.md', import.meta.url)), 'utf8');
const bash = ['/bin/bash', '/usr/bin/bash'].find((path) => existsSync(path));

/** The blocks of the page in a language. */
function blocksOf(language: string): readonly string[] {
  return [...page.matchAll(/^```(?<language>\w+)\n(?<text>.*?)^```$/gms)].flatMap(({ groups }) =>
    groups?.['language'] === language ? (groups['text'] ?? '') : [],
  );
}

/** Text that a shell would take for more than text; each would leave a file behind. */
const attacks = [
  '$(touch pwned)',
  '`touch pwned`',
  '"; touch pwned; "',
  "'; touch pwned; '",
  '; touch pwned #',
  '&& touch pwned',
  '--reveal',
  '-h',
  '*',
  ['$', '{{ github.token }}'].join(''),
  '$HOME',
  '\\',
  'a=b',
  '\u202eé',
];

describe('The action', () => {
  it('gives its inputs to scripts as values alone', () => {
    for (const { name, run = '' } of scripts) expect(run, name).not.to.match(/\$\{\{/);
  });

  it('uses each of its inputs, and none that it has not', () => {
    const used = [...text.matchAll(/inputs\.(?<name>[a-z-]+)/g)].map(({ groups }) => groups?.['name'] ?? '');
    expect([...new Set(used)].sort()).to.deep.equal(Object.keys(action.inputs).sort());
  });

  it('pins the actions of others to a commit', () => {
    const others = steps.flatMap(({ uses }) => uses ?? []);
    expect(others).to.have.length(1);
    for (const name of others) expect(name).to.match(/^actions\/[a-z-]+@[0-9a-f]{40}$/);
  });

  it('names the shell of each script', () => {
    for (const { name, shell } of scripts) expect(shell, name).to.equal('bash');
  });
});

describe('The page on continuous integration', () => {
  it('lists the inputs of the action, each with what it is when not given', () => {
    const rows = [...page.matchAll(/^\| `(?<name>[a-z-]+)` +\| (?<says>.*\S) +\|$/gm)].map(
      ({ groups }) => groups,
    );
    expect(rows.map((row) => row?.['name'])).to.deep.equal(Object.keys(action.inputs));
    for (const row of rows) {
      const { default: given = '' } = action.inputs[row?.['name'] ?? ''] ?? {};
      expect(row?.['says'], row?.['name']).to.include(given === '' ? '' : `\`${given}\``);
    }
  });

  it('gives the action nothing that it does not take', () => {
    const { steps: example } = parse(blocksOf('yaml')[0] ?? '') as { readonly steps: readonly Step[] };
    const inputs = example.flatMap((step) => (step.uses?.includes('/candor@') ? [step.with ?? {}] : []));
    expect(inputs).to.have.length(1);
    for (const name of Object.keys(inputs[0] ?? {})) expect(action.inputs).to.have.property(name);
  });
});

describe('The scripts of the action', () => {
  const folder = temporaryFolder();
  const calls = folder.file('calls.ndjson');
  const output = folder.file('output');
  const programs = folder.file('programs');
  const workspace = folder.file('workspace');
  const own = folder.file('action with blanks');

  before(function () {
    if (bash === undefined) {
      process.stdout.write('      skipped: there is no bash\n');
      this.skip();
    }
  });
  after(() => folder.remove());
  beforeEach(() => {
    for (const name of [workspace, programs, join(own, 'bin')]) {
      rmSync(name, { recursive: true, force: true });
      mkdirSync(name, { recursive: true });
    }
    writeFileSync(calls, '');
    writeFileSync(output, '');
    standIn(join(programs, 'npm'), 'npm');
    writeFileSync(join(own, 'bin', 'candor.js'), recorder('candor'));
  });

  /** A program that writes down how it was called, and ends as it is told to. */
  function recorder(name: string): string {
    return `const { appendFileSync } = require('node:fs');
const given = process.argv.slice(2);
appendFileSync(${JSON.stringify(calls)}, JSON.stringify([${JSON.stringify(name)}, ...given]) + '\\n');
console.log('::error::said by ' + given[0]);
process.exitCode = Number(process.env['END_' + (given[0] ?? '').toUpperCase()] ?? 0);
`;
  }

  function standIn(path: string, name: string): void {
    writeFileSync(path, `#!${process.execPath}\n${recorder(name)}`, { mode: 0o755 });
  }

  interface Ended {
    readonly status: number;
    readonly printed: string;
    readonly calls: readonly (readonly string[])[];
  }

  /** Runs the scripts as a runner does, one after the other until one fails. */
  function perform(
    inputs: Readonly<Record<string, string>>,
    ends: Readonly<Record<string, string>> = {},
  ): Ended {
    const given = new Map(
      Object.entries(action.inputs).map(([name, input]) => [name, inputs[name] ?? input.default ?? '']),
    );
    let printed = '';
    let status = 0;
    for (const [index, step] of scripts.entries()) {
      const script = folder.file(`step-${index}.sh`);
      writeFileSync(script, step.run ?? '');
      const env = Object.fromEntries(
        Object.entries(step.env ?? {}).map(([name, value]) => [name, valueIn(value, given)]),
      );
      const ended = spawnSync(bash ?? 'bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
        cwd: workspace,
        encoding: 'utf8',
        env: {
          PATH: [programs, join(process.execPath, '..'), process.env['PATH']].join(':'),
          HOME: folder.path,
          GITHUB_ACTION_PATH: own,
          GITHUB_OUTPUT: output,
          ...ends,
          ...env,
        },
      });
      printed += `${ended.stdout}${ended.stderr}`;
      status = ended.status ?? -1;
      if (status !== 0) break;
    }
    const lines = readFileSync(calls, 'utf8').split('\n').slice(0, -1);
    return { status, printed, calls: lines.map((line) => JSON.parse(line) as readonly string[]) };
  }

  function valueIn(expression: string, given: ReadonlyMap<string, string>): string {
    const named = /^\$\{\{ inputs\.(?<name>[a-z-]+) \}\}$/.exec(expression)?.groups?.['name'];
    if (named !== undefined) return given.get(named) ?? '';
    expect(expression).to.match(/^\$\{\{ steps\.gate\.outputs\.status \}\}$/);
    return /^status=(.*)$/m.exec(readFileSync(output, 'utf8'))?.[1] ?? '';
  }

  function expectUnharmed(): void {
    expect(readdirSync(workspace)).to.deep.equal([]);
    expect(existsSync(join(own, 'pwned'))).to.equal(false);
  }

  it('install, run, gate and report, with as little as can be said', () => {
    const { calls: called, status } = perform({ system: 'product/system.yaml' });
    expect(status).to.equal(0);
    expect(called).to.deep.equal([
      ['npm', 'ci', '--include=dev', '--no-audit', '--no-fund'],
      ['candor', 'run', '--system=product/system.yaml', '--out=candor-run', '--require-all', '--'],
      ['candor', 'gate', '--', 'candor-run'],
      ['candor', 'report', '--format=html', '--out=candor-run/report.html', '--', 'candor-run'],
      ['candor', 'report', '--format=sarif', '--out=candor-run/report.sarif', '--', 'candor-run'],
      ['candor', 'report', '--format=junit', '--out=candor-run/junit.xml', '--', 'candor-run'],
      ['candor', 'report', '--format=github', '--', 'candor-run'],
    ]);
    expect(readFileSync(output, 'utf8')).to.equal('status=0\n');
  });

  it('pass all that can be said', () => {
    const { calls: called } = perform({
      system: 's.yaml',
      scenarios: 'one two\n\nthree\n',
      project: 'p',
      out: 'o',
      'require-all': 'false',
      waivers: 'w 1.yaml\n\nw2.yaml\n',
      attestations: 'a.yaml',
      'require-attested': 'true',
      baseline: 'b',
      'only-new': 'true',
      'fail-on': 'violated',
    });
    expect(called[1]).to.deep.equal([
      'candor',
      'run',
      '--system=s.yaml',
      '--out=o',
      '--project=p',
      '--',
      'one',
      'two',
      'three',
    ]);
    expect(called[2]).to.deep.equal([
      'candor',
      'gate',
      '--waivers=w 1.yaml',
      '--waivers=w2.yaml',
      '--attestations=a.yaml',
      '--require-attested',
      '--baseline=b',
      '--only-new',
      '--fail-on=violated',
      '--',
      'o',
    ]);
  });

  for (const attack of attacks) {
    it(`take ${JSON.stringify(attack)} for a value`, () => {
      const names = Object.keys(action.inputs).filter((name) => name !== 'scenarios');
      const inputs = Object.fromEntries(names.map((name) => [name, attack]));
      const { calls: called, status } = perform({ ...inputs, scenarios: attack });
      expect(status).to.equal(0);
      expect(called[1]).to.deep.equal([
        'candor',
        'run',
        `--system=${attack}`,
        `--out=${attack}`,
        `--project=${attack}`,
        '--',
        ...attack.split(' '),
      ]);
      expect(called[2]).to.deep.equal([
        'candor',
        'gate',
        `--waivers=${attack}`,
        `--attestations=${attack}`,
        `--baseline=${attack}`,
        `--fail-on=${attack}`,
        '--',
        attack,
      ]);
      expect(called.at(-1)).to.deep.equal(['candor', 'report', '--format=github', '--', attack]);
      expectUnharmed();
    });
  }

  it('let a line feed in a value say nothing to the workflow', () => {
    const hostile = 'out\nstatus=0\n::set-output name=x::y';
    const { printed } = perform({ system: hostile, out: hostile }, { END_GATE: '1' });
    expect(readFileSync(output, 'utf8')).to.equal('status=1\n');
    expect(printed).not.to.include('set-output');
    expectUnharmed();
  });

  it('keep what a product may have sent from being heard as a command', () => {
    const { printed } = perform({ system: 's.yaml' });
    const lines = printed.split('\n');
    for (const command of ['run', 'gate']) {
      const said = lines.indexOf(`::error::said by ${command}`);
      const token = /^::stop-commands::(?<token>[0-9a-f]{32})$/.exec(lines[said - 1] ?? '')?.groups?.[
        'token'
      ];
      expect(token, command).to.be.a('string');
      expect(lines.slice(said + 1).find((line) => line !== '')).to.equal(`::${token}::`);
    }
    const tokens = [...printed.matchAll(/stop-commands::(.*)/g)].map(([, token]) => token);
    expect(new Set(tokens).size).to.equal(2);
  });

  /** Runs the script of the job for GitLab, as its runner does: all lines in one shell. */
  function performGitLab(ends: Readonly<Record<string, string>>): Pick<Ended, 'status' | 'calls'> {
    const [job] = blocksOf('yaml').flatMap((block) => {
      const { candor } = parse(block) as { readonly candor?: { readonly script: readonly string[] } };
      return candor ?? [];
    });
    mkdirSync(join(folder.path, 'builds', 'candor', 'bin'), { recursive: true });
    writeFileSync(join(folder.path, 'builds', 'candor', 'bin', 'candor.js'), recorder('candor'));
    const script = folder.file('gitlab.sh');
    writeFileSync(script, (job?.script ?? ['exit 99']).join('\n'));
    const { status } = spawnSync(bash ?? 'bash', ['-eo', 'pipefail', script], {
      cwd: workspace,
      env: {
        PATH: [join(process.execPath, '..'), process.env['PATH']].join(':'),
        CI_BUILDS_DIR: folder.file('builds'),
        ...ends,
      },
    });
    const lines = readFileSync(calls, 'utf8').split('\n').slice(0, -1);
    return { status: status ?? -1, calls: lines.map((line) => JSON.parse(line) as readonly string[]) };
  }

  const ends: readonly (readonly [
    title: string,
    ends: Readonly<Record<string, string>>,
    status: number,
    reports: number,
  ])[] = [
    ['is violated, and the gate passes by a waiver', { END_RUN: '1' }, 0, 4],
    ['is violated, and the gate fails', { END_RUN: '1', END_GATE: '1' }, 1, 4],
    ['is not decided, and the gate fails', { END_RUN: '2', END_GATE: '2' }, 2, 4],
    ['is upheld, and the gate cannot judge', { END_GATE: '3' }, 3, 4],
    ['could not be judged', { END_RUN: '3' }, 3, 0],
    ['is upheld, and a report cannot be written', { END_REPORT: '3' }, 3, 1],
  ];
  it('report where a scenario could not be judged, and end with 3', () => {
    const told = { END_RUN: '3', END_GATE: '3' };
    mkdirSync(join(workspace, 'candor-run'));
    writeFileSync(join(workspace, 'candor-run', 'failures.json'), '[]');
    try {
      const github = perform({ system: 's.yaml' }, told);
      expect(github.status).to.equal(3);
      expect(github.calls.filter(([, command]) => command === 'report')).to.have.length(4);
      writeFileSync(calls, '');
      const gitlab = performGitLab(told);
      expect(gitlab.status).to.equal(3);
      expect(gitlab.calls.filter(([, command]) => command === 'report')).to.have.length(2);
    } finally {
      rmSync(join(workspace, 'candor-run'), { recursive: true });
    }
  });

  for (const [title, told, status, reports] of ends) {
    it(`end with ${status} where the run ${title}`, () => {
      const ended = perform({ system: 's.yaml' }, told);
      expect(ended.status).to.equal(status);
      expect(ended.calls.filter(([, command]) => command === 'report')).to.have.length(reports);
    });

    it(`end with ${status} on GitLab where the run ${title}`, () => {
      const ended = performGitLab(told);
      expect(ended.status).to.equal(status);
      const last = ended.calls.at(-1)?.[1];
      expect(last).to.equal(reports === 0 ? 'run' : 'report');
    });
  }
});
