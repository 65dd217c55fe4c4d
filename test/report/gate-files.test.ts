import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { InputError } from '../../src/disclosure/input-error.js';
import { loadAttestations } from '../../src/report/gate/attestations.js';
import type { GateFile } from '../../src/report/gate/gate.generated.js';
import { loadGate } from '../../src/report/gate/load-gate.js';
import { loadWaivers } from '../../src/report/gate/waivers.js';
import { gateText, writeGate } from '../../src/report/gate/write-gate.js';
import { loadResult, readResult } from '../../src/report/load-result.js';
import { rejection } from '../rejection.js';
import { temporaryFolder } from '../system/adapter-fixture.js';
import { digestOfResult, leaveResult, resultOf } from './gate-results.js';

const fixtures = fileURLToPath(new URL('../../../test/fixtures/gate/', import.meta.url));
const result = resultOf({
  scenarios: [{ id: 'one', clauses: { a: 'violated', b: 'upheld' }, findings: [{ clause: 'a' }] }],
  statements: ['s', 't'],
});

async function linesOf(loading: Promise<unknown>): Promise<string> {
  const error = await rejection(loading);
  expect(error).to.be.instanceOf(InputError);
  return `${(error as InputError).message.replaceAll(fixtures, '')}\n`;
}

/**
 * The files with a fault in test/fixtures/gate, each beside what is said of it. Where that is meant to change, set
 * UPDATE_GOLDEN=1, and read the difference.
 */
describe('A file for the gate with a fault', () => {
  const faulty = readdirSync(fixtures).filter((name) => name.endsWith('.yaml') && !name.includes('-sound'));
  for (const name of faulty) {
    it(`${name} is refused, with file, line and column`, async () => {
      const path = join(fixtures, name);
      const lines = await linesOf(
        name.startsWith('waivers') ? loadWaivers([path], result) : loadAttestations(path, result),
      );
      const golden = path.replace(/yaml$/, 'txt');
      if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, lines);
      expect(lines).to.equal(readFileSync(golden, 'utf8'));
      for (const line of lines.trimEnd().split('\n')) expect(line).to.match(/^[a-z-]+\.yaml:\d+:\d+: /);
    });
  }

  it('is refused where two files have a waiver of one id', async () => {
    const path = join(fixtures, 'waivers-sound.yaml');
    expect(await linesOf(loadWaivers([path, path], result))).to.equal(
      'waivers-sound.yaml:5:9: there is a waiver late-slot in waivers-sound.yaml already\n' +
        'waivers-sound.yaml:13:9: there is a waiver blind-afternoon in waivers-sound.yaml already\n',
    );
  });
});

describe('A file for the gate', () => {
  it('gives its waivers, and is known by its name and its digest', async () => {
    const { waivers, inputs } = await loadWaivers([join(fixtures, 'waivers-sound.yaml')], result);
    expect(waivers.map(({ id, until }) => [id, until])).to.deep.equal([
      ['late-slot', '2026-06-30'],
      ['blind-afternoon', '2026-05-31'],
    ]);
    expect(inputs).to.have.length(1);
    expect(inputs[0]?.file).to.equal('waivers-sound.yaml');
    expect(inputs[0]?.digest).to.match(/^sha256:[0-9a-f]{64}$/);
  });

  it('gives its attestations, where the files that they rest on are what they were', async () => {
    const { attestations } = await loadAttestations(join(fixtures, 'attestations-sound.yaml'), result);
    expect(attestations.map(({ clause }) => clause)).to.deep.equal(['s']);
  });

  it('is of no use to a result that names no disclosure', async () => {
    const nameless = { ...result, disclosure: { id: null } };
    expect(await linesOf(loadWaivers([join(fixtures, 'waivers-sound.yaml')], nameless))).to.equal(
      'waivers-sound.yaml:3:13: is acme-1, and the result names no disclosure\n',
    );
  });
});

describe('The result of a run', () => {
  const folder = temporaryFolder();
  const path = folder.file('result.json');
  after(() => folder.remove());

  it('is read back as it was written, with the digest of its bytes', async () => {
    leaveResult(folder.path, result);
    expect(await loadResult(folder.path)).to.deep.equal(result);
    expect((await readResult(folder.path)).digest).to.equal(digestOfResult(result));
  });

  const refused: readonly (readonly [title: string, content: string | Buffer, message: string])[] = [
    ['is cut off', '{"format":"candor-result/1",', 'is not JSON; was it cut off?'],
    ['is of another format', '{"format":"candor-trace/1"}', 'is no candor-result/1: the key "'],
    ['has a name twice', '{"format":"candor-result/1","format":"x"}', 'has a name twice in one object'],
    ['is nested deeply', '['.repeat(100_000), 'is nested deeper than 32 levels'],
    ['is not text', Buffer.from([0xff, 0xfe]), 'is not UTF-8 text'],
    [
      'has a verdict that there is not',
      JSON.stringify({ ...result, verdict: 'fine' }),
      'is no candor-result/1 at /verdict: must be one of upheld, ',
    ],
  ];
  for (const [title, content, message] of refused) {
    it(`is refused where it ${title}`, async () => {
      writeFileSync(path, content);
      expect(await linesOf(loadResult(folder.path))).to.include(`${path}: ${message}`);
    });
  }

  it('is refused where it is too large, unread', async () => {
    truncateSync(path, 400 * 1024 * 1024 + 1);
    expect(await linesOf(loadResult(folder.path))).to.include(
      'is larger than the 419430400 bytes that are read',
    );
  });

  it('is missed where there is none, with what would write it', async () => {
    expect(await linesOf(loadResult(folder.file('nowhere')))).to.include(
      `${folder.file(join('nowhere', 'result.json'))}: there is no such file; "candor run" and "candor verify" write it`,
    );
  });

  it('is refused where it is a folder', async () => {
    mkdirSync(folder.file(join('odd', 'result.json')), { recursive: true });
    expect(await linesOf(loadResult(folder.file('odd')))).to.include('is a folder; a file is wanted');
  });
});

describe('What the gate said', () => {
  const folder = temporaryFolder();
  after(() => folder.remove());
  const gate: GateFile = {
    format: 'candor-gate/1',
    on: '2026-05-01',
    result: digestOfResult(result),
    passed: true,
    status: 0,
    failOn: ['violated'],
    requireAttested: false,
    onlyNew: false,
    reasons: [],
    notes: [],
    clauses: [],
    waivers: [],
    waived: [],
    attestations: [],
    unattested: [],
    inputs: [],
  };
  const path = folder.file('gate.json');
  beforeEach(() => leaveResult(folder.path, result));

  it('is nothing where it was not asked', async () => {
    expect(await loadGate(folder.path)).to.equal(undefined);
  });

  it('is read back as it was written, and its owner alone may read it', async () => {
    // What a run that was killed left behind, with a mode of its own.
    writeFileSync(`${path}.part`, 'rubbish');
    chmodSync(`${path}.part`, 0o644);
    await writeGate(folder.path, gate);
    expect(await loadGate(folder.path)).to.deep.equal(gate);
    expect(readFileSync(path, 'utf8')).to.equal(gateText(gate));
    expect(gateText(gate)).to.match(/^\{"attestations":\[\].*\}\n$/);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).to.equal(0o600);
    expect(readdirSync(folder.path).sort()).to.deep.equal(['gate.json', 'result.json']);
  });

  it('is refused beside another result', async () => {
    await writeGate(folder.path, gate);
    leaveResult(folder.path, { ...result, requireAll: true });
    expect(await linesOf(loadGate(folder.path))).to.equal(
      `${path}: was made for another result; run "candor gate" again, or delete it\n`,
    );
  });

  it('is refused where it is not what it should be', async () => {
    writeFileSync(path, '{');
    expect(await linesOf(loadGate(folder.path))).to.include('is not JSON; run "candor gate" again');
    writeFileSync(path, JSON.stringify({ ...gate, passed: 'yes' }));
    expect(await linesOf(loadGate(folder.path))).to.include(
      'is no candor-gate/1 at /passed: must be boolean',
    );
  });

  it('cannot be left where the folder is none', async () => {
    expect(await linesOf(writeGate(folder.file('nowhere'), gate))).to.include('cannot be written (ENOENT)');
  });
});
