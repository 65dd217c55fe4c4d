import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { openWorkplace, root, type Workplace } from './workplace.js';

const acme = join(root, 'test', 'fixtures', 'projects', 'acme');

describe('candor contract generate', () => {
  let workplace: Workplace;
  let project: string;
  let copies = 0;

  before(async () => {
    workplace = await openWorkplace();
  });
  beforeEach(async () => {
    copies += 1;
    project = await workplace.copy(acme, `acme-${copies}`);
  });
  afterEach(async () => {
    expect(await workplace.leftovers()).to.deep.equal([]);
  });
  after(() => workplace.close());

  const generate = (...parameters: readonly string[]) =>
    workplace.candor(['contract', 'generate', '--project', project, ...parameters]);
  const contracts = (...names: readonly string[]): string => join(project, 'contracts', 'acme-1', ...names);

  it('writes a contract for each receiving service, and says what it wrote', async () => {
    const { status, stderr, stdout } = await generate();
    expect(stdout).to.equal(
      `acme-1: 4 interactions with 1 service, by the routes of acme\n  written    ${contracts('acme.test.json')}  4 interactions\n`,
    );
    expect(stderr.split('\n')).to.deep.equal([
      ...['pulse', 'ping', 'report#/frames/*/file', 'report#/license', 'odd#/valueOf'].map(
        (name) => `candor: no scenario of acme-1 has ${name} sent: no contract speaks of it`,
      ),
      '',
    ]);
    expect(status).to.equal(0);
    expect(await readdir(contracts())).to.deep.equal(['acme.test.json']);
  });

  it('writes the same bytes again, in any time zone, locale and folder', async () => {
    await generate();
    const before = await readFile(contracts('acme.test.json'));
    const surroundings = {
      cwd: '/',
      env: { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' },
    };
    const elsewhere = workplace.at(`elsewhere-${copies}`);
    const { status } = await workplace.candor(
      ['contract', 'generate', '--project', project, '--out', elsewhere],
      surroundings,
    );
    expect(status).to.equal(0);
    expect((await readFile(join(elsewhere, 'acme.test.json'))).equals(before)).to.equal(true);
    expect((await generate()).stdout).to.include('unchanged');
    expect((await readFile(contracts('acme.test.json'))).equals(before)).to.equal(true);
  });

  it('finds the contracts of this checkout as they are to be', async () => {
    const { status, stderr, stdout } = await workplace.candor([
      'contract',
      'generate',
      '--check',
      '--project',
      root,
    ]);
    expect(stderr).to.equal('');
    expect(stdout).to.match(/^kes-11\.0\.0: \d+ interactions with 4 services, by the routes of reference\n/);
    expect(status).to.equal(0);
  });

  it('names each file that is stale, missing or surplus with --check, and writes nothing', async () => {
    const missing = await generate('--check');
    expect(missing.status).to.equal(1);
    expect(missing.stderr).to.include(
      `candor: ${contracts('acme.test.json')}: is missing; run "candor contract generate"\n`,
    );
    await generate();
    const text = await readFile(contracts('acme.test.json'), 'utf8');
    const stale = text.replace('"pending": false', '"pending": true');
    await writeFile(contracts('acme.test.json'), stale);
    await writeFile(contracts('gone.test.json'), text.replace('"name": "acme.test"', '"name": "gone.test"'));
    const { status, stderr, stdout } = await generate('--check', '--json');
    expect(status).to.equal(1);
    expect(stderr).to.equal('');
    expect((JSON.parse(stdout) as { disclosures: object[] }).disclosures[0]).to.deep.include({
      disclosure: 'acme-1',
      files: [
        { file: 'acme.test.json', interactions: 4, state: 'stale' },
        { file: 'gone.test.json', interactions: 0, state: 'surplus' },
      ],
    });
    const told = await generate('--check');
    expect(told.stderr).to.include('acme.test.json: is stale;').and.to.include('gone.test.json: is surplus:');
    expect(await readFile(contracts('acme.test.json'), 'utf8')).to.equal(stale);
    expect((await readdir(contracts())).sort()).to.deep.equal(['acme.test.json', 'gone.test.json']);
  });

  it('mends what is stale, removes a contract that is surplus, and leaves a file that is none', async () => {
    await generate();
    const text = await readFile(contracts('acme.test.json'), 'utf8');
    await writeFile(contracts('acme.test.json'), '{}');
    await writeFile(contracts('gone.test.json'), text.replace('"name": "acme.test"', '"name": "gone.test"'));
    expect((await generate()).status).to.equal(0);
    expect(await readFile(contracts('acme.test.json'), 'utf8')).to.equal(text);
    expect(await readdir(contracts())).to.deep.equal(['acme.test.json']);
    await writeFile(contracts('mine.json'), '{}');
    const { status, stderr } = await generate();
    expect(stderr).to.include(
      'mine.json: is no contract of this disclosure and was left; move it elsewhere\n',
    );
    expect(status).to.equal(1);
    expect(await readFile(contracts('mine.json'), 'utf8')).to.equal('{}');
  });

  it('without --project means the disclosures of the current folder, and writes there', async () => {
    const { status, stdout } = await workplace.candor(['contract', 'generate'], { cwd: project });
    expect(stdout)
      .to.match(/^acme-1: 4 interactions/)
      .and.not.to.include('kes-11.0.0');
    expect(status).to.equal(0);
    expect(await readdir(join(project, 'contracts'))).to.deep.equal(['acme-1']);
  });

  it('connects to nothing', async () => {
    const refuse = `import { Socket } from 'node:net';
      import dns from 'node:dns';
      Socket.prototype.connect = dns.lookup = () => { process.exit(99); };`;
    const { status } = await workplace.candor(['contract', 'generate', '--project', project], {
      env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(refuse)}` },
    });
    expect(status).to.equal(0);
  });

  const faults: readonly (readonly [
    what: string,
    parameters: readonly string[],
    message: string,
    breakIt?: () => Promise<unknown>,
  ])[] = [
    [
      'a disclosure that there is not',
      ['--disclosure', 'other'],
      'there is no disclosure "other"; known here: acme-1',
    ],
    ['a system file that there is not', ['--system', 'none.yaml'], 'none.yaml: there is no such file'],
    [
      'a project without a system',
      [],
      'there is no disclosure with a system here',
      () => rm(join(project, 'systems'), { recursive: true }),
    ],
    [
      'a project without scenarios',
      [],
      'no scenario of acme-1 has anything sent',
      () => rm(join(project, 'scenarios'), { recursive: true }),
    ],
    [
      'a folder that is a file',
      [],
      'is a file; a folder is wanted',
      () => writeFile(join(project, 'contracts'), ''),
    ],
  ];
  for (const [what, parameters, message, breakIt] of faults) {
    it(`ends with 3 and says why, given ${what}`, async () => {
      await breakIt?.();
      const { status, stderr, stdout } = await generate(...parameters);
      expect(stderr).to.include(message).and.not.to.include('    at ');
      expect(stdout).to.equal('');
      expect(status).to.equal(3);
    });
  }
});
