import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { createColors } from 'picocolors';
import type { Console } from '../../src/cli/console.js';
import { asksForGate, type GateOptions, gate } from '../../src/cli/gate.js';
import { InputError } from '../../src/disclosure/input-error.js';
import type { ResultFile } from '../../src/judge/result.generated.js';
import { loadGate } from '../../src/report/gate/load-gate.js';
import { rejection } from '../rejection.js';
import { digestOfResult, leaveResult, resultOf } from '../report/gate-results.js';
import { temporaryFolder } from '../system/adapter-fixture.js';

interface FakeConsole extends Console {
  said(): string;
}

function fakeConsole(width = 80): FakeConsole {
  let text = '';
  return {
    out: (part) => {
      text += String(part);
    },
    err: (part) => {
      text += `stderr: ${part}`;
    },
    progress: () => undefined,
    colours: createColors(false),
    interactive: false,
    width,
    said: () => text,
  };
}

const upheld = resultOf({ scenarios: [{ id: 'one', clauses: { a: 'upheld', b: 'upheld' } }] });
const violated = resultOf({
  scenarios: [
    {
      id: 'one',
      clauses: { a: 'violated', b: 'upheld' },
      findings: [
        { clause: 'a', member: '/list/0' },
        { clause: 'a', member: '/list/1' },
      ],
    },
  ],
  statements: ['s'],
});

describe('candor gate', () => {
  const folder = temporaryFolder();
  after(() => folder.remove());
  let number = 0;

  const leave = (result: ResultFile): string => {
    number += 1;
    return leaveResult(folder.file(`run-${number}`), result);
  };
  const write = (name: string, text: string): string => {
    writeFileSync(folder.file(name), text);
    return folder.file(name);
  };
  const waivers = (until: string): string =>
    write(
      'waivers.yaml',
      `disclosure: acme-1\nwaivers:\n  - { id: known, clause: a, reason: Mended in 2.1., by: Ada Byron, until: ${until} }\n`,
    );
  const attestations = (): string =>
    write(
      'attestations.yaml',
      'disclosure: acme-1\nattestations:\n  - { clause: s, answer: It is so., by: Ada Byron, on: 2026-04-01, evidence: [The audit.] }\n',
    );
  const errorOf = async (run: string, options: GateOptions): Promise<string> => {
    const error = await rejection(gate(run, options, fakeConsole()));
    expect(error).to.be.instanceOf(InputError);
    expect(readdirSync(run)).not.to.include('gate.json');
    return (error as InputError).message.replaceAll(folder.path, '');
  };

  it('passes a run that is upheld, and leaves its account in the folder', async () => {
    const run = leave(upheld);
    const console = fakeConsole();
    expect(await gate(run, { on: '2026-05-01' }, console)).to.equal(0);
    expect(console.said()).to.equal(
      `GATE PASSED  on 2026-05-01\n\nThe gate's account: ${join(run, 'gate.json')}\n`,
    );
    const said = await loadGate(run);
    expect(said).to.deep.include({ passed: true, status: 0, result: digestOfResult(upheld), reasons: [] });
    expect(readdirSync(run).sort()).to.deep.equal(['gate.json', 'result.json']);
    if (process.platform !== 'win32') expect(statSync(join(run, 'gate.json')).mode & 0o777).to.equal(0o600);
  });

  it('fails a run that is violated, and says what stands', async () => {
    const run = leave(violated);
    const console = fakeConsole();
    expect(await gate(run, { on: '2026-05-01' }, console)).to.equal(1);
    expect(console.said()).to.equal(
      [
        'GATE FAILED  on 2026-05-01, because',
        '  - a is violated: 2 findings (f-1, f-2) of field/undocumented',
        '',
        'Statements',
        '  - s: not attested',
        '',
        `The gate's account: ${join(run, 'gate.json')}`,
        '',
      ].join('\n'),
    );
  });

  it('passes with a waiver and an attestation, and tells both', async () => {
    const run = leave(violated);
    const console = fakeConsole();
    const options = {
      waivers: [waivers('2026-05-01')],
      attestations: attestations(),
      requireAttested: true,
      on: '2026-05-01',
    };
    expect(await gate(run, options, console)).to.equal(0);
    expect(console.said()).to.include(
      [
        'GATE PASSED  on 2026-05-01, with 1 clause waived',
        '',
        'Waivers',
        '  - known: clause a; covers 2, until 2026-05-01; Ada Byron: Mended in 2.1.',
        '',
        'Statements',
        '  - s: attested by Ada Byron on 2026-04-01',
      ].join('\n'),
    );
    expect(await loadGate(run)).to.deep.include({
      clauses: [
        { id: 'a', verdict: 'waived' },
        { id: 's', verdict: 'attested' },
      ],
      waived: ['f-1', 'f-2'],
    });
  });

  it('fails the day after a waiver ended', async () => {
    const run = leave(violated);
    expect(await gate(run, { waivers: [waivers('2026-05-01')], on: '2026-05-02' }, fakeConsole())).to.equal(
      1,
    );
  });

  it('asks of today where no day is given', async () => {
    const run = leave(violated);
    expect(await gate(run, { waivers: [waivers('2020-01-01')] }, fakeConsole())).to.equal(1);
    expect(await gate(run, { waivers: [waivers('9999-12-31')] }, fakeConsole())).to.equal(0);
    expect((await loadGate(run))?.on).to.match(/^20\d\d-\d\d-\d\d$/);
  });

  it('prints its account for a machine, the bytes of the file and nothing else', async () => {
    const run = leave(violated);
    const console = fakeConsole();
    expect(await gate(run, { json: true, on: '2026-05-01' }, console)).to.equal(1);
    expect(console.said()).to.equal(readFileSync(join(run, 'gate.json'), 'utf8'));
  });

  it('says the same of the same result twice', async () => {
    const texts: string[] = [];
    for (const run of [leave(violated), leave(violated)]) {
      await gate(run, { waivers: [waivers('2026-05-01')], on: '2026-05-01' }, fakeConsole());
      texts.push(readFileSync(join(run, 'gate.json'), 'utf8'));
    }
    expect(texts[0]).to.equal(texts[1]);
  });

  it('compares with an earlier run, and fails only on what is new where that is asked for', async () => {
    const before = leave(
      resultOf({
        scenarios: [
          {
            id: 'one',
            clauses: { a: 'violated', b: 'upheld' },
            findings: [
              { clause: 'a', member: '/list/4' },
              { clause: 'a', member: '/gone' },
            ],
          },
        ],
      }),
    );
    const run = leave(violated);
    const console = fakeConsole();
    expect(await gate(run, { baseline: before, onlyNew: true, on: '2026-05-01' }, console)).to.equal(1);
    expect(console.said()).to.include('  - a is violated: 1 new finding (f-2) of field/undocumented\n');
    expect(console.said()).to.include(
      `  - ${before.split('/').at(-1)}: 1 new, 1 gone, 1 as before\n  - gone: field/undocumented · a · one · /gone\n`,
    );
    expect(await gate(leave(violated), { baseline: run, onlyNew: true }, fakeConsole())).to.equal(0);
    expect(await gate(leave(violated), { baseline: run }, fakeConsole())).to.equal(1);
  });

  it('fails on more, or on less, where it is told so', async () => {
    const idle = resultOf({ scenarios: [{ id: 'one', clauses: { a: 'upheld' } }], idle: ['c'] });
    expect(await gate(leave(idle), {}, fakeConsole())).to.equal(0);
    expect(await gate(leave(idle), { failOn: 'violated, not-exercised' }, fakeConsole())).to.equal(2);
    const doubtful = resultOf({ scenarios: [{ id: 'one', clauses: { a: 'inconclusive', b: 'upheld' } }] });
    expect(await gate(leave(doubtful), {}, fakeConsole())).to.equal(2);
    expect(await gate(leave(doubtful), { failOn: 'violated' }, fakeConsole())).to.equal(0);
  });

  it('refuses flags that mean nothing', async () => {
    const run = leave(violated);
    expect(await errorOf(run, { failOn: 'violated,upheld' })).to.equal(
      '--fail-on takes violated, inconclusive, not-exercised with commas between them, not "upheld"',
    );
    expect(await errorOf(run, { failOn: 'inconclusive' })).to.include('--fail-on must name violated');
    expect(await errorOf(run, { on: '2026-02-30' })).to.equal(
      '--on wants a day as YYYY-MM-DD, not "2026-02-30"',
    );
    expect(await errorOf(run, { onlyNew: true })).to.include('--only-new wants the folder of an earlier run');
  });

  it('refuses a baseline that is the run itself, by whatever name, or of another disclosure', async () => {
    const run = leave(violated);
    mkdirSync(folder.file('links'), { recursive: true });
    symlinkSync(run, folder.file('links/same'));
    expect(await errorOf(run, { baseline: folder.file('links/same'), onlyNew: true })).to.equal(
      '/links/same: is the run itself; name the folder of an earlier one as baseline',
    );
    const other = leave(resultOf({ scenarios: [], disclosure: { id: 'acme-2' } }));
    expect(await errorOf(run, { baseline: other })).to.match(/: is a run of acme-2, and .* one of acme-1$/);
  });

  it('refuses files with a fault before it says anything', async () => {
    const run = leave(violated);
    const path = write('faulty.yaml', 'disclosure: acme-1\nwaivers: [{ id: w }]\n');
    expect(await errorOf(run, { waivers: [path] })).to.include(
      '/faulty.yaml:2:11: waivers.0: the key "reason" is missing',
    );
    expect(await errorOf(run, { attestations: folder.file('nowhere.yaml') })).to.equal(
      '/nowhere.yaml: there is no such file',
    );
  });

  it('is told harmlessly, within the width, whatever a file says', async () => {
    const run = leave(violated);
    const hostile = JSON.stringify(`\u001b[2J\u202e\n${'word '.repeat(100)}`);
    const path = write(
      'hostile.yaml',
      `disclosure: acme-1\nwaivers:\n  - { id: w, clause: a, reason: ${hostile}, by: ${hostile}, until: 2026-05-01 }\n`,
    );
    const console = fakeConsole(60);
    expect(await gate(run, { waivers: [path], on: '2026-05-01' }, console)).to.equal(0);
    expect(console.said()).not.to.match(/[^\P{Cc}\n]|\p{Cf}/u);
    const wide = console
      .said()
      .split('\n')
      .filter((line) => line.length > 60 && line.includes('word'));
    expect(wide).to.deep.equal([]);
  });

  it('is asked for by any of its flags', () => {
    expect(asksForGate({})).to.equal(false);
    expect(asksForGate({ json: true, waivers: [] })).to.equal(false);
    const asking: readonly GateOptions[] = [
      { failOn: 'violated' },
      { waivers: ['w.yaml'] },
      { attestations: 'a.yaml' },
      { requireAttested: true },
      { baseline: 'before' },
      { onlyNew: true },
      { on: '2026-05-01' },
    ];
    for (const options of asking) expect(asksForGate(options), JSON.stringify(options)).to.equal(true);
  });
});
