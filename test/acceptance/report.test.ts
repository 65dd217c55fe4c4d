import { createHash } from 'node:crypto';
import { appendFile, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Outcome, openWorkplace, root, type Workplace } from './workplace.js';

const acme = join(root, 'test', 'fixtures', 'projects', 'acme');
const texts = ['terminal', 'html', 'sarif', 'junit', 'github', 'markdown', 'csv', 'attestation'];

/** A recording by hand: a survey where nobody may be asked, and a field too many. */
const recording = [
  {
    type: 'start',
    format: 'candor-trace/1',
    disclosure: 'acme-1',
    system: 'acme',
    recorded: '2026-02-01T00:00:00Z',
  },
  { type: 'heartbeat' },
  {
    type: 'action',
    installation: 'i-1',
    action: 'install',
    facts: { consent: 'granted', telemetry: 'on', managed: true },
  },
  transmission('a=good&score=5'),
  transmission('a=good&score=5&mood=private'),
  { type: 'heartbeat', at: '2026-01-01T01:00:00.000Z' },
  { type: 'end', at: '2026-01-01T01:00:00.000Z' },
];

function transmission(body: string): object {
  const headers = [['content-type', 'application/x-www-form-urlencoded']];
  const request = { method: 'POST', url: 'https://acme.test/v1/surveys', headers, body };
  return { type: 'transmission', installation: 'i-1', request, tls: { protocol: 'TLSv1.3' } };
}

describe('candor report, gate and attest, on a finished run', () => {
  let workplace: Workplace;
  let run: string;
  let judged: Outcome;

  before(async () => {
    workplace = await openWorkplace();
    const lines = recording.map(
      (event) => `${JSON.stringify({ at: '2026-01-01T00:00:00.000Z', ...event })}\n`,
    );
    const trace = await workplace.write('field.ndjson', lines.join(''));
    run = workplace.at('run');
    const system = join(acme, 'systems', 'acme', 'system.yaml');
    judged = await workplace.candor(['verify', trace, '--project', acme, '--system', system, '--out', run]);
  });
  after(() => workplace.close());

  const tell = (format: string, ...rest: readonly string[]): Promise<Outcome> =>
    workplace.candor(['report', run, '--format', format, ...rest]);
  const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

  it('prints at first what it prints again', async () => {
    expect(judged.status).to.equal(1);
    const again = await workplace.candor(['report', run]);
    expect(again).to.include({ status: 0, stderr: '' });
    expect(judged.stdout.startsWith(again.stdout)).to.equal(true);
    expect(again.stdout).to.match(/^VIOLATED {2}acme-1 · acme\n/);
  });

  it('tells each format in the same bytes in another time zone, locale, language and folder', async () => {
    const other = { TZ: 'Pacific/Auckland', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', COLUMNS: '80' };
    for (const format of texts) {
      const [one, two] = await Promise.all([
        tell(format),
        workplace.candor(['report', run, '--format', format], { cwd: root, env: other }),
      ]);
      expect(one.status, one.stderr).to.equal(0);
      expect(digestOf(one.stdout), format).to.equal(digestOf(two.stdout));
      expect(one.stdout, format).not.to.contain('private');
      expect(one.stdout, format).not.to.contain(workplace.folder);
    }
  });

  it('writes a file for its owner alone, and nothing to standard output', async () => {
    const file = workplace.at('report.html');
    const { status, stdout, stderr } = await tell('html', '--out', file);
    expect({ status, stdout, stderr }).to.deep.equal({
      status: 0,
      stdout: '',
      stderr: `candor: wrote ${file}\n`,
    });
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
    expect(await readFile(file, 'utf8')).to.match(/^<!doctype html>/i);
  });

  it('writes two PDFs: one for the archive, and one for who reads with other means than eyes', async () => {
    const { status, stderr } = await tell('pdf', '--out', workplace.at('report.pdf'));
    expect(status, stderr).to.equal(0);
    const made = await Promise.all(
      ['report.pdf', 'report.ua.pdf'].map((name) => readFile(workplace.at(name), 'latin1')),
    );
    expect(made[0])
      .to.match(/^%PDF-/)
      .and.contain('pdfaid');
    expect(made[1])
      .to.match(/^%PDF-/)
      .and.contain('pdfuaid');
  });

  it('shows a value only with --reveal', async () => {
    const { stdout } = await tell('html', '--reveal');
    expect(stdout).to.contain('private');
  });

  it('appends the summary of a job to the file that the workflow names', async () => {
    const summary = await workplace.write('summary.md', 'before\n');
    const { status, stdout } = await workplace.candor(['report', run, '--format', 'github'], {
      env: { GITHUB_STEP_SUMMARY: summary },
    });
    expect(status).to.equal(0);
    expect(stdout).to.match(/^::error /m);
    expect(await readFile(summary, 'utf8')).to.match(/^before\n.*survey/s);
  });

  it('quotes no other document than the one that was disclosed', async () => {
    const document = await workplace.write('about.txt', 'Something else.\n');
    const { status, stdout, stderr } = await tell('terminal', '--document', document);
    expect({ status, stdout }).to.deep.equal({ status: 3, stdout: '' });
    expect(stderr).to.contain('is not the document that was disclosed');
  });

  const mistakes: readonly (readonly [string, () => readonly string[], string])[] = [
    ['a format that there is not', () => ['report', run, '--format', 'docx'], "argument 'docx' is invalid"],
    ['a folder that holds no run', () => ['report', workplace.folder], 'there is no such file'],
    ['a folder that there is not', () => ['report', workplace.at('nowhere')], 'there is no such file'],
    [
      'a place that cannot be written',
      () => ['report', run, '--format', 'csv', '--out', workplace.at('no', 'x')],
      'cannot be written',
    ],
    ['a gate of a folder that holds no run', () => ['gate', workplace.folder], 'there is no such file'],
    ['a day that is none', () => ['gate', run, '--on', '2026-02-30'], 'YYYY-MM-DD'],
    ['an attestation without a key', () => ['attest', run], "required option '--key <file>'"],
  ];
  for (const [what, parameters, says] of mistakes) {
    it(`says in one line what is wrong: ${what}`, async () => {
      const { status, stdout, stderr } = await workplace.candor(parameters());
      expect({ status, stdout }).to.deep.equal({ status: 3, stdout: '' });
      expect(stderr)
        .to.match(/^candor: [^\n]+\n$/)
        .and.contain(says);
    });
  }

  describe('gated', () => {
    const waivers = (until: string): string => `
disclosure: acme-1
waivers:
  - { id: w-1, clause: survey.transmit, reason: To be mended., by: A. Person, until: ${until} }
  - { id: w-2, clause: survey.managed, reason: To be mended., by: A. Person, until: ${until} }
  - { id: w-3, clause: scope.transmit, reason: To be mended., by: A. Person, until: ${until} }
`;
    const attestations = `
disclosure: acme-1
attestations:
  - { clause: about.storage, answer: Encrypted at rest., by: A. Person, on: 2026-01-31, evidence: [audit 7] }
`;

    it('fails by what stands', async () => {
      const { status, stdout } = await workplace.candor(['gate', run, '--on', '2026-02-01']);
      expect(status).to.equal(1);
      expect(stdout).to.contain('GATE FAILED').and.contain('survey.managed');
    });

    it('passes by waivers while they hold, and tells them in every report', async () => {
      const files = [
        ...['--waivers', await workplace.write('waivers.yaml', waivers('2026-03-01'))],
        ...['--attestations', await workplace.write('attestations.yaml', attestations)],
      ];
      const { status, stdout, stderr } = await workplace.candor([
        'gate',
        run,
        '--on',
        '2026-02-01',
        ...files,
      ]);
      expect(status, stdout + stderr).to.equal(0);
      const [terminal, junit, html] = await Promise.all([tell('terminal'), tell('junit'), tell('html')]);
      expect(terminal.stdout).to.contain('Waived\n').and.contain('Attested by a person\n');
      expect(junit.stdout).to.contain('To be mended.').and.contain('failures="0"');
      expect(html.stdout).to.contain('Encrypted at rest.');
    });

    it('fails by waivers that have ended', async () => {
      const file = await workplace.write('ended.yaml', waivers('2026-01-31'));
      const { status, stdout } = await workplace.candor([
        'gate',
        run,
        '--on',
        '2026-02-01',
        '--waivers',
        file,
      ]);
      expect(status).to.equal(1);
      expect(stdout).to.contain('ended');
    });

    it('is a flag of verify too', async () => {
      const file = await workplace.write('flags.yaml', waivers('2026-03-01'));
      const trace = join(run, 'traces', 'field.ndjson');
      const out = workplace.at('gated');
      const { status, stdout } = await workplace.candor([
        ...['verify', trace, '--project', join(run, 'inputs'), '--out', out],
        ...['--waivers', file, '--on', '2026-02-01'],
      ]);
      expect(status, stdout).to.equal(0);
      expect(await readdir(out)).to.include('gate.json');
      expect(await readFile(join(out, 'result.json'), 'utf8')).to.equal(
        await readFile(join(run, 'result.json'), 'utf8'),
      );
    });
  });

  // Last, for it harms the run.
  describe('attested', () => {
    it('signs the run, and names the one file that was changed since', async () => {
      const openssl = (...parameters: readonly string[]): Promise<Outcome> =>
        workplace.program('openssl', parameters);
      const key = workplace.at('key.pem');
      const publicKey = workplace.at('key.pub.pem');
      const { status } = await openssl('genpkey', '-algorithm', 'ed25519', '-out', key);
      if (status !== 0) throw new Error('openssl cannot make a key');
      await openssl('pkey', '-in', key, '-pubout', '-out', publicKey);
      expect((await workplace.candor(['attest', run, '--key', key])).status).to.equal(0);
      const verify = ['attest', 'verify', join(run, 'attestation.intoto.json'), '--key', publicKey];
      expect(await workplace.candor(verify)).to.include({ status: 0, stderr: '' });
      await appendFile(join(run, 'traces', 'field.ndjson'), ' ');
      const changed = await workplace.candor(verify);
      expect(changed.status).to.equal(1);
      expect(changed.stdout.match(/was changed/g)).to.have.length(1);
      expect(changed.stdout).to.contain('traces/field.ndjson: was changed');
      expect((await tell('html')).stderr).to.contain('is not the trace that was judged');
    });
  });
});
