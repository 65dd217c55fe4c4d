import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { asResult, readResult } from './evidence.js';
import { harbour, openWorkplace, root, type Workplace } from './workplace.js';

const commands = ['run', 'verify', 'check', 'explain'];
const ESCAPE = '\u001b';

describe('what candor prints', () => {
  let workplace: Workplace;

  before(async () => {
    workplace = await openWorkplace();
  });

  after(() => workplace.close());

  it('helps, with the commands and the exit statuses', async () => {
    const { stdout, stderr, status } = await workplace.candor(['--help']);
    for (const name of commands) expect(stdout).to.match(new RegExp(`^ {2}${name} `, 'm'));
    expect(stdout).to.include('Exit status: 0 upheld, 1 violated, 2 not decided, 3 could not judge.');
    expect(stderr).to.equal('');
    expect(status).to.equal(0);
  });

  for (const name of commands) {
    it(`helps with ${name}, by examples`, async () => {
      const [help, asked] = await Promise.all([
        workplace.candor([name, '--help']),
        workplace.candor(['help', name]),
      ]);
      expect(help.stdout).to.match(new RegExp(`^Examples:\n {2}candor ${name}`, 'm'));
      expect(help.stdout).to.include('Exit status: ');
      expect(help.stderr).to.equal('');
      expect(help.status).to.equal(0);
      expect(asked).to.deep.equal(help);
    });
  }

  it('tells its version', async () => {
    const { stdout, status } = await workplace.candor(['--version']);
    expect(stdout).to.match(/^\d+\.\d+\.\d+\n$/);
    expect(status).to.equal(0);
  });

  it('is JSON, and nothing but JSON, where that is wanted', async () => {
    const system = join(harbour, 'systems', 'tidewatch', 'system.yaml');
    const common = ['--json', '--project', harbour];
    const run = await workplace.candor(['run', '--system', system, ...common, '--out', workplace.at('run')]);
    expect(run.stderr).to.equal('');
    expect(run.status).to.equal(1);
    expect(asResult(run.stdout)).to.deep.equal(await readResult(workplace.at('run')));

    const trace = workplace.at('run', 'traces', 'closed.ndjson');
    const verify = await workplace.candor(['verify', trace, ...common, '--out', workplace.at('verified')]);
    expect(verify.status).to.equal(0);
    expect(asResult(verify.stdout)).to.deep.equal(await readResult(workplace.at('verified')));

    const check = await workplace.candor(['check', ...common]);
    expect(JSON.parse(check.stdout)).to.deep.include({ errors: [], warnings: [], document: [] });
    expect(check.status).to.equal(0);

    await workplace.copy(harbour, 'broken');
    await workplace.write(join('broken', 'scenarios', 'harbour-2', 'closed.yaml'), 'scenario: open\n');
    const broken = await workplace.candor(['check', '--json', '--project', workplace.at('broken')]);
    expect((JSON.parse(broken.stdout) as { errors: unknown[] }).errors).not.to.deep.equal([]);
    expect(broken.status).to.equal(3);
  });

  it('has no colour where it goes to a file or a pipe', async () => {
    const { stdout } = await workplace.candor(['explain', 'field/missing'], {
      env: { CI: 'true' },
    });
    expect(stdout).not.to.include(ESCAPE);
  });

  it('has colour on a terminal, but not where NO_COLOR is set', async function () {
    const program = ['/usr/bin/script', '/bin/script'].find((path) => existsSync(path));
    if (process.platform !== 'linux' || program === undefined) {
      process.stdout.write('      skipped: there is no script(1) to make a terminal\n');
      return this.skip();
    }
    const command = `"${process.execPath}" "${join(root, 'bin', 'candor.js')}" explain field/missing`;
    const onTerminal = (env: NodeJS.ProcessEnv) =>
      workplace.program(program, ['-qec', command, '/dev/null'], { env: { TERM: 'xterm', ...env } });
    const [coloured, plain, dumb] = await Promise.all([
      onTerminal({}),
      onTerminal({ NO_COLOR: '1' }),
      onTerminal({ TERM: 'dumb' }),
    ]);
    expect(coloured.stdout).to.include(`${ESCAPE}[1mfield/missing`);
    for (const { stdout } of [plain, dumb]) {
      expect(stdout).to.include('field/missing');
      expect(stdout).not.to.include(ESCAPE);
    }
  });

  it('may be cut off by its reader, which is no error', async function () {
    if (process.platform === 'win32') {
      process.stdout.write('      skipped: Windows has no such pipes\n');
      return this.skip();
    }
    const piped = `"${process.execPath}" "${join(root, 'bin', 'candor.js')}" explain --list | head -1`;
    const head = await workplace.program('/bin/sh', ['-c', piped]);
    expect(head.stdout.split('\n')).to.have.length(2);
    expect(head.stderr).to.equal('');

    const { child, outcome } = workplace.start(['explain', '--list']);
    child.stdout?.destroy();
    const { stderr, status } = await outcome;
    expect(stderr).to.equal('');
    expect(status).to.equal(0);
  });

  it('keeps its exit status where nobody hears its errors', async () => {
    const { child, outcome } = workplace.start(['verify', 'nowhere.ndjson', '--out', 'out']);
    child.stderr?.destroy();
    expect((await outcome).status).to.equal(3);
  });

  it('could not be told where the disk is full, and that is no verdict', async function () {
    if (!existsSync('/dev/full')) {
      process.stdout.write('      skipped: this system has no /dev/full\n');
      return this.skip();
    }
    const command = `"${process.execPath}" "${join(root, 'bin', 'candor.js')}" explain --list > /dev/full`;
    const { stderr, status } = await workplace.program('/bin/sh', ['-c', command]);
    expect(stderr).to.equal('candor: standard output cannot be written (ENOSPC)\n');
    expect(status).to.equal(3);
  });
});
