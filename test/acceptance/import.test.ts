import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Command } from 'commander';
import { createColors } from 'picocolors';
import { chromium } from 'playwright-core';
import type { Console } from '../../src/cli/console.js';
import { addImportCommand } from '../../src/cli/import-commands.js';
import { verify } from '../../src/cli/verify.js';
import { InputError } from '../../src/disclosure/input-error.js';
import type { ResultFile } from '../../src/judge/result.generated.js';
import { withoutBrowser } from '../browser/browser.js';
import { isHere, startRecordedServer } from '../import/recording-product.js';
import { rejection } from '../rejection.js';
import { root } from './workplace.js';

const recordings = join(root, 'test', 'fixtures', 'recordings');
const project = join(root, 'examples', 'minimal-adapter');
const browserSystem = join(recordings, 'system.yaml');
const noteSystem = join(project, 'systems', 'acme-notes', 'system.yaml');

/** One report of the product on each of seven days, as a HAR: what the disclosure says, and nothing else. */
function faithfulHar(
  change: (entry: Record<string, unknown>, day: number) => unknown = (entry) => entry,
): string {
  const entries = Array.from({ length: 7 }, (_, index) => {
    const body = '{"version":"1.0","notes":3}';
    const entry = {
      startedDateTime: `2026-01-0${index + 2}T00:00:00.000Z`,
      request: {
        method: 'POST',
        url: 'https://stats.acme.test/v1/reports',
        httpVersion: 'HTTP/1.1',
        headers: [
          { name: 'host', value: 'stats.acme.test' },
          { name: 'content-type', value: 'application/json' },
          { name: 'content-length', value: String(body.length) },
        ],
        bodySize: body.length,
        postData: { mimeType: 'application/json', text: body },
      },
      response: { status: 200 },
      _securityDetails: { protocol: 'TLS 1.3' },
    };
    return change(entry, index + 1);
  });
  return JSON.stringify({ log: { version: '1.2', creator: { name: 'test', version: '1' }, entries } });
}

const facts = `
timeline: week
disclosure: acme-notes-1.0
installations:
  i-1:
    events:
      - { at: 2026-01-01T00:00:00.000Z, do: install }
      - { at: 2026-01-01T00:00:00.000Z, do: switch-on }
gaps: []
`;

describe('candor import', () => {
  let folder: string;
  let printed: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'candor-import-test-'));
  });
  beforeEach(() => {
    printed = '';
  });
  after(() => rm(folder, { recursive: true }));

  const console: Console = {
    out: (text) => {
      printed += String(text);
    },
    err: (text) => {
      printed += text;
    },
    progress: () => undefined,
    colours: createColors(false),
    interactive: false,
    width: 100,
  };
  const at = (name: string): string => join(folder, name);
  let count = 0;

  /** Runs the command. @returns the trace's file and the exit status. */
  async function imported(
    words: readonly string[],
    system = noteSystem,
  ): Promise<{ readonly trace: string; readonly status: number }> {
    count += 1;
    const trace = at(`trace-${count}.ndjson`);
    const program = new Command('candor').exitOverride();
    let status = -1;
    addImportCommand(program, console, (ended) => {
      status = ended;
    });
    const all = ['import', ...words, '--system', system, '--project', project, '--out', trace];
    await program.parseAsync(all, { from: 'user' });
    return { trace, status };
  }

  async function judged(words: readonly string[], system = noteSystem): Promise<ResultFile> {
    const { trace } = await imported(words, system);
    const out = trace.replace(/\.ndjson$/, '');
    await verify([trace], { out, system, project, reading: [] }, console);
    return JSON.parse(await readFile(join(out, 'result.json'), 'utf8')) as ResultFile;
  }

  function verdicts({ clauses }: ResultFile): Readonly<Record<string, string>> {
    return Object.fromEntries(
      clauses.filter(({ verdict }) => verdict !== 'not-exercised').map(({ id, verdict }) => [id, verdict]),
    );
  }

  async function har(text: string): Promise<string> {
    count += 1;
    const file = at(`recording-${count}.har`);
    await writeFile(file, text);
    return file;
  }

  async function factsFile(text = facts): Promise<string> {
    await writeFile(at('facts.yaml'), text);
    return at('facts.yaml');
  }

  const week = ['--until', '2026-01-10T00:00:00Z'];

  it('with facts, from a recording that is known to be whole, upholds what a live run upholds', async () => {
    const result = await judged([
      await har(faithfulHar()),
      '--facts',
      await factsFile(),
      '--complete',
      ...week,
    ]);
    expect(result.verdict, JSON.stringify(result.findings)).to.equal('upheld');
    expect(verdicts(result)).to.deep.include({
      'report.transmit': 'upheld',
      'report.schedule': 'upheld',
      'report.nothing-else': 'upheld',
    });
  });

  it('from a recording that may not be whole upholds neither the schedule nor that nothing else was sent', async () => {
    const result = await judged([await har(faithfulHar()), '--facts', await factsFile()]);
    expect(result.verdict).to.equal('inconclusive');
    expect(verdicts(result)).to.deep.include({
      'report.transmit': 'inconclusive',
      'report.schedule': 'inconclusive',
      'report.nothing-else': 'inconclusive',
    });
    expect(result.findings).to.deep.equal([]);
  });

  it('without facts decides nothing that depends on the state', async () => {
    const result = await judged([await har(faithfulHar()), '--complete']);
    expect(verdicts(result)).to.deep.include({
      'report.transmit': 'inconclusive',
      'report.schedule': 'inconclusive',
    });
    expect(printed).to.include('No facts were given');
  });

  it('takes facts that hold from the start', async () => {
    const given = ['--given', 'installed=true', '--given', 'statistics=disabled'];
    const result = await judged([await har(faithfulHar()), ...given]);
    expect(result.findings.map(({ rule }) => rule)).to.include('state/forbidden');
  });

  it('from a recording in which nothing was sent in a state upholds no prohibition of it', async () => {
    const quiet = `${facts.replace('gaps: []\n', '')}      - { at: 2026-01-09T00:00:00.000Z, do: switch-off }\n`;
    const until = ['--until', '2026-02-09T00:00:00Z'];
    const result = await judged([
      await har(faithfulHar()),
      ...['--facts', await factsFile(quiet), '--complete', ...until],
    ]);
    expect(verdicts(result)['report.off']).to.equal('inconclusive');
  });

  const defects: Readonly<
    Record<string, readonly [(entry: Record<string, unknown>, day: number) => unknown, string]>
  > = {
    'a field that is not documented': [
      (entry) => withBody(entry, '{"version":"1.0","notes":3,"title":"x"}'),
      'field/undocumented',
    ],
    'a cookie that stands apart from the headers': [
      (entry) => ({
        ...entry,
        request: { ...(entry['request'] as object), cookies: [{ name: 'id', value: '7' }] },
      }),
      'channel/undocumented',
    ],
    'a message to somebody else': [
      (entry) => ({ ...entry, request: { ...(entry['request'] as object), url: 'https://evil.test/' } }),
      'route/undocumented',
    ],
    'an old version of TLS': [
      (entry) => ({ ...entry, _securityDetails: { protocol: 'TLS 1.1' } }),
      'transport/weak-tls',
    ],
    'no TLS': [
      (entry) => ({
        ...entry,
        request: { ...(entry['request'] as object), url: 'http://stats.acme.test/v1/reports' },
      }),
      'transport/plaintext',
    ],
  };
  for (const [name, [change, rule]] of Object.entries(defects)) {
    it(`finds ${name} by ${rule}, whether or not the recording is whole`, async () => {
      const text = faithfulHar((entry, day) => (day === 3 ? change(entry, day) : entry));
      const result = await judged([await har(text), '--facts', await factsFile()]);
      expect(result.verdict).to.equal('violated');
      expect(result.findings.map((finding) => finding.rule)).to.include(rule);
    });
  }

  it('neither accuses nor upholds a message whose body the recording leaves out', async () => {
    const text = faithfulHar((entry, day) =>
      day === 3 ? { ...entry, request: { ...(entry['request'] as object), postData: undefined } } : entry,
    );
    const result = await judged([await har(text), '--facts', await factsFile(), '--complete', ...week]);
    expect(result.findings).to.deep.equal([]);
    expect(result.verdict).to.equal('inconclusive');
    expect(printed).to.include('bodies that the recording leaves out: 1');
  });

  it('puts entries that stand in any order into the order of time', async () => {
    const { log } = JSON.parse(faithfulHar()) as { log: { entries: object[] } };
    log.entries.reverse();
    const words = [await har(JSON.stringify({ log })), '--facts', await factsFile(), '--complete', ...week];
    expect((await judged(words)).verdict).to.equal('upheld');
  });

  it('from an access log finds what it shows and upholds nothing', async () => {
    const line = (uri: string, day: number): string =>
      JSON.stringify({
        time: `2026-01-0${day}T00:00:00Z`,
        ...{ method: 'POST', scheme: 'https', host: 'stats.acme.test', uri, tls_version: 'TLSv1.3' },
      });
    await writeFile(at('access.log'), [2, 3, 4].map((day) => line('/v1/reports', day)).join('\n'));
    const words = ['log', at('access.log'), '--facts', await factsFile(), '--complete'];
    const seen = await judged(words);
    expect([seen.verdict, seen.findings]).to.deep.equal(['inconclusive', []]);
    await writeFile(at('access.log'), line('/v1/hidden', 3));
    expect((await judged(words)).findings.map(({ rule }) => rule)).to.include('route/undocumented');
  });

  it('from what Playwright recorded of Chromium finds what the page sent besides', async () => {
    const result = await judged([join(recordings, 'playwright.har')], browserSystem);
    expect(result.findings.map(({ rule }) => rule).sort()).to.deep.equal([
      'field/undocumented',
      'route/undocumented',
    ]);
  });

  it('from what Playwright records of Chromium now finds the same', async function () {
    const reason = withoutBrowser() ?? (isHere('openssl') ? undefined : 'there is no openssl here');
    if (reason !== undefined) {
      if (process.env['CANDOR_NAMESPACE'] === 'required') throw new Error(reason);
      process.stdout.write(`      skipped: ${reason}\n`);
      this.skip();
    }
    const server = await startRecordedServer(folder);
    const file = at('now.har');
    const browser = await chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', `--host-resolver-rules=MAP stats.acme.test:443 127.0.0.1:${server.port}`],
    });
    try {
      const context = await browser.newContext({ ignoreHTTPSErrors: true, recordHar: { path: file } });
      const page = await context.newPage();
      await page.goto('https://stats.acme.test/app');
      await page.waitForFunction(() => document.title === 'sent');
      await context.close();
    } finally {
      await browser.close();
      await server.close();
    }
    const result = await judged([file], browserSystem);
    expect(result.findings.map(({ rule }) => rule).sort()).to.deep.equal([
      'field/undocumented',
      'route/undocumented',
    ]);
  });

  it('from packets finds what left by every other way', async function () {
    if (!isHere('tshark')) {
      process.stdout.write('      skipped: there is no tshark here\n');
      this.skip();
    }
    const keys = ['--keys', join(recordings, 'curl-keys.txt')];
    const result = await judged([join(recordings, 'curl.pcapng'), ...keys], browserSystem);
    expect(result.findings.map(({ rule }) => rule)).to.include.members([
      'capture/opaque',
      'field/undocumented',
    ]);
  });

  it('writes a trace that nobody else reads, and never over another', async () => {
    const { trace, status } = await imported([await har(faithfulHar())]);
    expect([status, (await stat(trace)).mode & 0o777]).to.deep.equal([0, 0o600]);
    expect(printed).to.include(`Next: candor verify ${trace} --out reports/`);
    count -= 1;
    const error = await rejection(imported([join(recordings, 'playwright.har')]));
    expect((error as InputError).message).to.include('never overwritten');
  });

  it('leaves no trace of a recording that breaks off, unless a part is asked for', async () => {
    const file = await har(faithfulHar().slice(0, 2000));
    const error = await rejection(imported([file]));
    expect(error).to.be.instanceOf(InputError);
    expect((error as InputError).message).to.match(/entry \d: the file ends in the middle of it/);
    expect(await rejection(stat(at(`trace-${count}.ndjson`)))).to.have.property('code', 'ENOENT');
    const { trace, status } = await imported([file, '--partial']);
    expect(status).to.equal(3);
    const lines = (await readFile(trace, 'utf8')).trimEnd().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).to.have.property('type', 'transmission');
  });

  const refused: Readonly<Record<string, readonly [readonly string[], string]>> = {
    'a fact that there is not': [['--given', 'colour=red'], 'there is no fact colour'],
    'a value that a fact never has': [['--given', 'statistics=true'], 'must be one of enabled, disabled'],
    'a fact without a value': [['--given', 'installed'], 'must be name=value'],
    'an instant that is none': [['--since', 'monday'], 'must be an instant such as'],
    'a scenario that there is not': [['--scenario', 'none'], 'has no such scenario'],
    'keys for a HAR': [['--keys', 'keys.log'], 'is for a recording of the kind pcapng'],
    'an empty name': [['--installation', ''], 'must be a name of 1 to 200 characters'],
    'two recordings': [['another.har'], 'one recording is imported at a time'],
  };
  for (const [name, [words, message]] of Object.entries(refused)) {
    it(`refuses ${name}`, async () => {
      const error = await rejection(imported([await har(faithfulHar()), ...words]));
      expect(error).to.be.instanceOf(InputError);
      expect((error as InputError).message).to.include(message);
    });
  }

  it('refuses a timeline that names what the disclosure does not have, with its lines', async () => {
    const text = `${facts.replace('do: install', 'do: fly').replace('gaps: []', 'gaps: [{ at: 2026-02-30T00:00:00Z, until: 2026-03-01T00:00:00Z, gap: offline }]')}`;
    const error = await rejection(imported([await har(faithfulHar()), '--facts', await factsFile(text)]));
    const { problems } = error as InputError;
    expect(problems.map(({ line }) => line)).to.deep.equal([7, 9]);
    expect(problems[0]?.message).to.include('there is no action fly');
  });

  it('refuses a recording in which there is nothing', async () => {
    const error = await rejection(imported([await har('{"log":{"entries":[]}}')]));
    expect((error as InputError).message).to.include('holds nothing that was sent');
  });
});

function withBody(entry: Record<string, unknown>, text: string): unknown {
  const request = entry['request'] as { headers: { name: string }[] };
  const headers = request.headers.filter(({ name }) => name !== 'content-length');
  return {
    ...entry,
    request: { ...request, headers, bodySize: text.length, postData: { mimeType: 'application/json', text } },
  };
}
