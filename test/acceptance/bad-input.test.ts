import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { createQueue, harbour, type Outcome, openWorkplace, root, type Workplace } from './workplace.js';

const tidewatch = join(harbour, 'systems', 'tidewatch', 'system.yaml');

const start = trace({
  type: 'start',
  format: 'candor-trace/1',
  disclosure: 'harbour-2',
  system: 'tidewatch',
});
const beat = trace({ type: 'heartbeat' });
const later = trace({ type: 'heartbeat', at: '2026-01-01T00:00:01.000Z' });
const end = trace({ type: 'end', at: '2026-01-01T00:00:02.000Z' });

function trace(event: Readonly<Record<string, unknown>>): string {
  const { type, ...rest } = event;
  return `${JSON.stringify({ type, at: '2026-01-01T00:00:00.000Z', ...rest })}\n`;
}

/** What a user may get wrong, and what is then said to standard error, in one line. */
interface Mistake {
  readonly what: string;
  /** The parameters of the command; what it reads is made here. */
  readonly parameters: (workplace: Workplace) => readonly string[] | Promise<readonly string[]>;
  /** What is said, from behind "candor: "; `{}` stands for the workplace's folder. */
  readonly says: string | RegExp;
}

/** A trace that `candor verify` is to refuse. */
function badTrace(what: string, content: string | Buffer, says: string): Mistake {
  const name = `${what.replaceAll(/[^a-z0-9]+/gi, '-')}.ndjson`;
  return {
    what,
    parameters: async (workplace) => {
      await workplace.write(name, content);
      return ['verify', workplace.at(name), '--project', harbour, '--out', workplace.at('out')];
    },
    says: `{}/${name}:${says}`,
  };
}

/** A system file that `candor run` is to refuse. */
function badSystem(what: string, content: string, says: string | RegExp): Mistake {
  const name = `${what.replaceAll(/[^a-z0-9]+/gi, '-')}.yaml`;
  return {
    what,
    parameters: async (workplace) => {
      await workplace.write(name, content);
      return ['run', '--system', workplace.at(name), '--project', harbour, '--out', workplace.at('out')];
    },
    says: typeof says === 'string' ? `{}/${name}:${says}` : says,
  };
}

const run = (workplace: Workplace, ...more: string[]): readonly string[] => [
  'run',
  '--project',
  harbour,
  '--system',
  tidewatch,
  '--out',
  workplace.at('out'),
  ...more,
];

const verify = async (workplace: Workplace, ...more: string[]): Promise<readonly string[]> => {
  const file = await workplace.write('good.ndjson', start + beat + later + end);
  return ['verify', file, '--project', harbour, '--out', workplace.at('out'), ...more];
};

const mistakes: readonly Mistake[] = [
  badTrace(
    'a binary trace',
    Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0xff, 0xfe, 0x0a, 0]),
    '1: is a binary file; a trace is UTF-8 text, one event a line',
  ),
  badTrace(
    'bytes that are no UTF-8',
    Buffer.concat([Buffer.from(start), Buffer.from([0xc3, 0x28, 0x0a])]),
    '2: holds bytes that are not UTF-8; a trace is UTF-8 text, one event a line',
  ),
  badTrace(
    'values within values, 200,000 deep',
    `${start}{"type":"heartbeat","at":${'['.repeat(200_000)}${']'.repeat(200_000)}}\n`,
    '2: is nested deeper than the 128 levels that are read',
  ),
  badTrace(
    'a trace of a later format',
    start.replace('trace/1', 'trace/2'),
    '1: this trace is of the format "candor-trace/2"; this Candor reads "candor-trace/1"',
  ),
  badTrace(
    'events out of order',
    start + later + beat,
    '3: its instant 2026-01-01T00:00:00.000Z is earlier than the event before it (2026-01-01T00:00:01.000Z)',
  ),
  badTrace(
    'an event after the end',
    start + beat + end + end,
    '4: an event of type "end" after the one of type "end"',
  ),
  badTrace(
    'a type that there is not',
    start + trace({ type: 'wish' }),
    '2: unknown type of event "wish"; known are start, facts, action, transmission, dns, heartbeat, gap, opaque, end',
  ),
  badTrace('no JSON', `${start}gibberish\n`, '2:1: this line is no JSON from here on'),
  badTrace(
    'a line that was cut off',
    start + beat.slice(0, 20),
    '2:21: this line is no JSON: it ends in the middle of a value',
  ),
  badTrace('an HTML page', '<!doctype html>\n', '1:1: this line is no JSON from here on'),
  badTrace('no start', beat + end, '1: a trace begins with an event of type "start", not "heartbeat"'),
  badTrace('a blank line', `${start}\n${end}`, '2: a blank line between two events'),
  badTrace(
    'a system that there is not',
    start.replace('tidewatch', 'seawatch') + end,
    '1: there is no system "seawatch" here; name its file with --system FILE',
  ),
  badTrace(
    'a disclosure that there is not',
    start.replace('harbour-2', 'port-1') + end,
    '1: there is no disclosure "port-1"; known here: harbour-2',
  ),
  badTrace(
    'a disclosure that leads out of its folder',
    start.replace('harbour-2', '..') + end,
    '1: in this event of type "start": /disclosure must be an id: small letters, digits, dots and hyphens',
  ),
  {
    what: 'a pipe for a trace',
    parameters: async (workplace) => {
      await workplace.program('mkfifo', [workplace.at('pipe')]);
      return ['verify', workplace.at('pipe'), '--project', harbour, '--out', workplace.at('out')];
    },
    says: '{}/pipe: is a pipe or a device; a file is wanted, for it is read twice',
  },
  {
    what: 'a folder for a trace',
    parameters: (workplace) => [
      'verify',
      workplace.folder,
      '--project',
      harbour,
      '--out',
      workplace.at('out'),
    ],
    says: '{}: is a folder; a file is wanted',
  },
  {
    what: 'a trace that there is not',
    parameters: (workplace) => ['verify', workplace.at('nowhere.ndjson'), '--out', workplace.at('out')],
    says: '{}/nowhere.ndjson: there is no such file',
  },
  {
    what: 'traces of two disclosures',
    parameters: async (workplace) => {
      await workplace.copy(harbour, 'both');
      for (const kind of ['disclosures', 'schemas', 'scenarios', 'systems'])
        await workplace.copy(join(root, kind), join('both', kind));
      const other = start.replace('harbour-2', 'kes-11.0.0').replace('tidewatch', 'reference');
      const files = [
        await workplace.write('one.ndjson', start + beat + end),
        await workplace.write('two.ndjson', other + beat + end),
      ];
      return ['verify', ...files, '--project', workplace.at('both'), '--out', workplace.at('out')];
    },
    says: '{}/two.ndjson:1: is of kes-11.0.0 and reference, the traces before it of harbour-2 and tidewatch; judge them apart',
  },
  {
    what: 'a clause that the disclosure does not have',
    parameters: async (workplace) => {
      await workplace.copy(harbour, 'broken');
      const file = join('broken', 'disclosures', 'harbour-2', 'disclosure.yaml');
      const text = await readFile(workplace.at(file), 'utf8');
      await workplace.write(
        file,
        text.replace('    clause: report.transmit\n    question', '    clause: report.nothing\n    question'),
      );
      return [
        'verify',
        await workplace.write('of-broken.ndjson', start + end),
        '--project',
        workplace.at('broken'),
        '--out',
        workplace.at('out'),
      ];
    },
    says: /^\{\}\/broken\/disclosures\/harbour-2\/disclosure\.yaml:\d+:13: there is no clause report\.nothing$/,
  },
  badSystem(
    'aliases that expand to a billion',
    bomb(),
    /^\{\}\/aliases-that-expand-to-a-billion\.yaml:1:.*expands too many aliases/,
  ),
  badSystem(
    'brackets 200,000 deep',
    `system: ${'['.repeat(200_000)}${']'.repeat(200_000)}\n`,
    '1: is nested deeper than 200 levels',
  ),
  badSystem('an empty system file', '', '1:1: must be object'),
  badSystem(
    'a system file that is no YAML',
    'system: "tidewatch\n',
    /^\{\}\/a-system-file-that-is-no-YAML\.yaml:\d+:\d+: Missing closing "quote$/,
  ),
  {
    what: 'a system with a key that there is not',
    parameters: async (workplace) => {
      const text = await readFile(tidewatch, 'utf8');
      const file = await workplace.write('odd-key.yaml', text.replace('headers:', 'haeders: {}\nheaders:'));
      return ['run', '--system', file, '--project', harbour, '--out', workplace.at('out')];
    },
    says: '{}/odd-key.yaml:9:1: unknown key "haeders"',
  },
  {
    what: 'a system without a driver',
    parameters: async (workplace) => {
      const text = await readFile(tidewatch, 'utf8');
      const file = await workplace.write('undriven.yaml', text.replace(/^driver.*\n|^kit.*\n/gm, ''));
      return ['run', '--system', file, '--project', harbour, '--out', workplace.at('out')];
    },
    says: '{}/undriven.yaml:3:1: names no driver, so that nothing can be run; "candor verify" judges traces',
  },
  {
    what: 'a system file that there is not',
    parameters: (workplace) => [
      'run',
      '--system',
      workplace.at('nowhere.yaml'),
      '--out',
      workplace.at('out'),
    ],
    says: '{}/nowhere.yaml: there is no such file',
  },
  {
    what: 'a scenario that there is not',
    parameters: (workplace) => run(workplace, 'opened'),
    says: 'there is no scenario "opened"; known: closed, gauge-fails-at-sea, gauge-fails-in-port',
  },
  {
    what: 'an interpretation that there is not',
    parameters: (workplace) => verify(workplace, '--reading', 'report.time=any'),
    says: '--reading report.time=any: there is no interpretation report.time; known: report.period',
  },
  {
    what: 'a reading that there is not',
    parameters: (workplace) => verify(workplace, '--reading', 'report.period=twice'),
    says: /^--reading report\.period=twice: .*any.*once/,
  },
  {
    what: 'a number of jobs that is none',
    parameters: (workplace) => run(workplace, '--jobs', 'many'),
    says: /^option '--jobs <number>' argument 'many' is invalid\. a whole number from 1 is wanted$/,
  },
  {
    what: 'a folder of a run that is a file',
    parameters: async (workplace) => {
      const file = await workplace.write('file', '');
      return ['run', '--system', tidewatch, '--project', harbour, '--out', file];
    },
    says: /^\{\}\/file: cannot become a folder \(E[A-Z]+\)$/,
  },
  {
    what: 'no command',
    parameters: () => [],
    says: 'name a command: run, verify, import, report, gate, attest, calibrate, contract, check, explain; "candor --help" tells more',
  },
  { what: 'a command that there is not', parameters: () => ['judge'], says: "unknown command 'judge'" },
  {
    what: 'a command that is misspelt',
    parameters: () => ['verfy'],
    says: "unknown command 'verfy' (Did you mean verify?)",
  },
  {
    what: 'an option that there is not',
    parameters: () => ['check', '--quick'],
    says: "unknown option '--quick'",
  },
  {
    what: 'verify without --out',
    parameters: () => ['verify', 'trace.ndjson'],
    says: "required option '--out <dir>' not specified",
  },
  {
    what: 'verify without a trace',
    parameters: () => ['verify', '--out', 'out'],
    says: "missing required argument 'trace'",
  },
  {
    what: 'run without --system',
    parameters: () => ['run'],
    says: "required option '--system <file>' not specified",
  },
  {
    what: 'a project without disclosures',
    parameters: (workplace) => ['check', '--project', workplace.folder],
    says: 'there is no folder disclosures/ in {}',
  },
  {
    what: 'a document that there is not',
    parameters: (workplace) => ['check', '--project', harbour, '--document', workplace.at('nowhere.txt')],
    says: '{}/nowhere.txt: there is no such file',
  },
  {
    what: 'a name that nothing has',
    parameters: () => ['explain', 'schedule/mising', '--project', harbour],
    says: 'there is no rule and no clause "schedule/mising"; "candor explain --list" names them all',
  },
];

function bomb(): string {
  const names = [...'abcdefghi'];
  const lines = names.map((name, index) => {
    const inner = index === 0 ? 'x' : `*${names[index - 1]}`;
    return `${name}: &${name} [${Array.from({ length: 10 }, () => inner).join(', ')}]\n`;
  });
  return lines.join('');
}

describe('candor, given what it cannot use', () => {
  const outcomes = new Map<string, Promise<Outcome>>();
  let workplace: Workplace;

  before(async () => {
    workplace = await openWorkplace();
    const queue = createQueue();
    for (const { what, parameters } of mistakes) {
      const made = await parameters(workplace);
      outcomes.set(
        what,
        queue(() => workplace.candor(made)),
      );
    }
  });

  after(async () => {
    await Promise.allSettled(outcomes.values());
    await workplace.close();
  });

  for (const { what, says } of mistakes) {
    it(`says in one line what is wrong, and exits with 3: ${what}`, async () => {
      const outcome = await outcomes.get(what);
      const said = (outcome?.stderr ?? '').replaceAll(workplace.folder, '{}').replaceAll('\\', '/');
      expect(said.match(/^candor: .*\n$/), said).not.to.equal(null);
      const sentence = said.slice('candor: '.length, -1);
      if (typeof says === 'string') expect(sentence).to.equal(says);
      else expect(sentence).to.match(says);
      expect(outcome?.stdout).to.equal('');
      expect(outcome?.status).to.equal(3);
    });
  }

  it('has made no folder for a run that never was', async () => {
    await Promise.all(outcomes.values());
    expect(existsSync(workplace.at('out'))).to.equal(false);
  });

  it('refuses a line of 100 MB without holding it', async () => {
    const file = workplace.at('long.ndjson');
    const stream = createWriteStream(file);
    stream.write(start);
    const piece = Buffer.alloc(1024 * 1024, 'x');
    for (let count = 0; count < 100; count += 1) if (!stream.write(piece)) await once(stream, 'drain');
    await new Promise((resolve) => stream.end(resolve));

    const peak = workplace.at('peak.txt');
    // Tells at its end how much memory it took at most, in KiB.
    const tell = `import { writeFileSync } from 'node:fs';
      process.on('exit', () => writeFileSync(${JSON.stringify(peak)}, String(process.resourceUsage().maxRSS)));`;
    const outcome = await workplace.candor(
      ['verify', file, '--project', harbour, '--out', workplace.at('out')],
      {
        env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(tell)}` },
      },
    );
    expect(outcome.stderr).to.equal(
      `candor: ${file}:2: is longer than the 33554432 bytes that a line may have\n`,
    );
    expect(outcome.stdout).to.equal('');
    expect(outcome.status).to.equal(3);
    expect(Number(await readFile(peak, 'utf8')) / 1024).to.be.within(30, 400);
  });

  it('refuses a trace that may not be read', async function () {
    if (process.platform === 'win32' || process.getuid?.() === 0) {
      process.stdout.write('      skipped: nothing is hidden from this user\n');
      return this.skip();
    }
    const file = await workplace.write('hidden.ndjson', start + end);
    await chmod(file, 0);
    const outcome = await workplace.candor([
      'verify',
      file,
      '--project',
      harbour,
      '--out',
      workplace.at('out'),
    ]);
    expect(outcome.stderr).to.equal(`candor: ${file}: may not be read\n`);
    expect(outcome.status).to.equal(3);
  });

  it('shows what cannot be seen in a name, and lets it write nothing else to the terminal', async () => {
    await mkdir(workplace.at('odd'));
    const file = await workplace.write(join('odd', 'system.yaml'), 'system: "\\e[31mred\\u202e"\n');
    const outcome = await workplace.candor([
      'run',
      '--system',
      file,
      '--project',
      harbour,
      '--out',
      workplace.at('out'),
    ]);
    expect(outcome.status).to.equal(3);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
    expect(outcome.stderr).not.to.match(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });
});
