import { appendFile, mkdir, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import { InputError } from '../../src/disclosure/input-error.js';
import type { ResultFile } from '../../src/judge/result.generated.js';
import { attestRun } from '../../src/report/attestation/attest-run.js';
import { signEnvelope } from '../../src/report/attestation/envelope.js';
import { readSigningKey, readVerifyingKey } from '../../src/report/attestation/keys.js';
import { type Statement, statementText } from '../../src/report/attestation/statement.js';
import { type Verification, verifyAttestation } from '../../src/report/attestation/verify-attestation.js';
import { resultText } from '../../src/report/run-folder.js';
import { rejection } from '../rejection.js';
import { type Attested, openRun, sampleFiles, sampleResult, sha256 } from './attestation-run.js';

const names = Object.keys(sampleFiles());

describe('an attestation', () => {
  let run: Attested;
  let file: string;
  beforeEach(async () => {
    run = await openRun();
    file = run.at('attestation.intoto.json');
  });
  afterEach(() => run.close());

  const attest = async (change: (statement: Statement) => Statement = (same) => same): Promise<void> => {
    const key = await readSigningKey(run.key, undefined);
    await writeFile(file, signEnvelope(statementText(change(await attestRun(run.folder))), key));
  };
  const verify = async (): Promise<Verification> =>
    verifyAttestation(file, await readVerifyingKey(run.publicKey), { folder: run.folder });
  const differing = async (): Promise<readonly string[]> =>
    (await verify()).differences.map(({ name }) => name);
  const attested = async (): Promise<void> => {
    await attest();
    expect(await differing()).to.deep.equal([]);
  };

  it('matches the run that it was made of, and counts its files', async () => {
    await attest();
    const { differences, files, result, statement } = await verify();
    expect(differences).to.deep.equal([]);
    expect(files).to.equal(names.length);
    expect(result?.verdict).to.equal('violated');
    expect(statement?.subject.map(({ name }) => name)).to.include.members(names);
  });

  it('matches a folder that was moved, and an attestation that was', async () => {
    await attest();
    await rename(run.folder, run.beside('elsewhere'));
    await rename(run.beside('elsewhere/attestation.intoto.json'), run.beside('a.json'));
    const key = await readVerifyingKey(run.publicKey);
    const { differences } = await verifyAttestation(run.beside('a.json'), key, {
      folder: run.beside('elsewhere'),
    });
    expect(differences).to.deep.equal([]);
  });

  for (const name of names) {
    it(`finds one bit of ${name} changed, and names that file alone`, async () => {
      await attested();
      const bytes = await readFile(run.at(name));
      const place = Math.floor(bytes.length / 2);
      bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
      await writeFile(run.at(name), bytes);
      expect(await differing()).to.deep.equal([name]);
    });

    it(`finds ${name} longer or shorter by a byte`, async () => {
      await attested();
      await appendFile(run.at(name), '\n');
      expect(await differing()).to.deep.equal([name]);
      await truncate(run.at(name), (await readFile(run.at(name))).length - 2);
      expect(await differing()).to.deep.equal([name]);
    });

    it(`finds ${name} gone`, async () => {
      await attested();
      await rm(run.at(name));
      const { differences } = await verify();
      expect(differences).to.deep.equal([{ name, says: 'is missing' }]);
    });

    it(`finds ${name} to be a link, even one to the same bytes`, async () => {
      await attested();
      await rename(run.at(name), run.beside('kept'));
      await symlink(run.beside('kept'), run.at(name));
      expect(await differing()).to.deep.equal([name]);
    });
  }

  const extras = [
    'traces/added.ndjson',
    'traces/a.intoto.json',
    'inputs/added.yaml',
    'report.txt',
    'a/b/c.html',
    '.hidden',
    '-rf',
    'line\nfeed\u001b[2J',
    'product:harbour.bin',
    '__proto__',
  ];
  for (const name of extras)
    it(`finds ${JSON.stringify(name)} added`, async () => {
      await attested();
      await mkdir(run.at(name.split('/').slice(0, -1).join('/')), { recursive: true });
      await writeFile(run.at(name), '');
      const { differences } = await verify();
      expect(differences).to.deep.equal([
        { name, says: 'is not in the attestation: it was added afterwards' },
      ]);
    });

  it('finds two files exchanged, and a folder that became a link', async () => {
    await attested();
    await rename(run.at('report.html'), run.beside('kept'));
    await rename(run.at('report.pdf'), run.at('report.html'));
    await rename(run.beside('kept'), run.at('report.pdf'));
    expect(await differing()).to.deep.equal(['report.html', 'report.pdf']);
    await rename(run.at('traces'), run.beside('traces'));
    await symlink(run.beside('traces'), run.at('traces'));
    expect(await differing()).to.include.members([
      'traces',
      'traces/arrival.ndjson',
      'traces/departure.ndjson',
    ]);
  });

  it('lets pass what file managers leave behind, and other attestations', async () => {
    await attested();
    for (const name of ['.DS_Store', 'traces/Thumbs.db', 'other.intoto.json', 'other.intoto.json.tsr'])
      await writeFile(run.at(name), 'x');
    expect(await differing()).to.deep.equal([]);
  });

  it('is no file too many itself, whatever it is called', async () => {
    await attested();
    await rename(file, run.at('signed.json'));
    const key = await readVerifyingKey(run.publicKey);
    const { differences } = await verifyAttestation(run.at('signed.json'), key);
    expect(differences).to.deep.equal([]);
  });

  it('does not verify with another key, and then says nothing of the files', async () => {
    await attest();
    await rm(run.at('report.html'));
    const other = await readVerifyingKey(run.otherPublicKey);
    const { differences, statement } = await verifyAttestation(file, other, { folder: run.folder });
    expect(differences.map(({ name }) => name)).to.deep.equal(['attestation.intoto.json']);
    expect(statement).to.equal(undefined);
  });

  it('does not verify with its payload or its signature exchanged for another’s', async () => {
    await attest();
    const one = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    await appendFile(run.at('report.html'), '<p>');
    await attest();
    const other = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    for (const part of ['payload', 'signatures']) {
      await writeFile(file, JSON.stringify({ ...other, [part]: one[part] }));
      expect(await differing()).to.deep.equal(['attestation.intoto.json']);
    }
  });

  const hex = sha256('x').slice('sha256:'.length);
  const withSubject =
    (name: string) =>
    (statement: Statement): Statement => ({
      ...statement,
      subject: [...statement.subject, { name, digest: { sha256: hex } }],
    });

  for (const name of ['/etc/passwd', '../beside', 'traces/../../beside', 'a\\b', '.', '', 'traces/', 'a\nb'])
    it(`is refused where it lists ${JSON.stringify(name)}, signed or not`, async () => {
      await attest(withSubject(name));
      const refusal = await rejection(verify());
      expect(refusal).to.be.an.instanceOf(InputError);
      expect(String(refusal)).to.contain('its subject');
    });

  it('is refused where it lists a file twice', async () => {
    await attest(withSubject('report.html'));
    expect(String(await rejection(verify()))).to.contain('is there twice');
  });

  it('is refused where it lists no result', async () => {
    await attest((statement) => ({
      ...statement,
      subject: statement.subject.filter(({ name }) => name !== 'result.json'),
    }));
    expect(String(await rejection(verify()))).to.contain('result.json is not among its subjects');
  });

  const malformed: readonly (readonly [string, (statement: Statement) => unknown])[] = [
    ['another predicate', (statement) => ({ ...statement, predicateType: 'https://example.com/' })],
    ['another type', (statement) => ({ ...statement, _type: 'https://in-toto.io/Statement/v0.1' })],
    ['no subject', (statement) => ({ ...statement, subject: [] })],
    ['another digest', (statement) => ({ ...statement, subject: [{ name: 'a', digest: { sha1: hex } }] })],
    [
      'another result',
      ({ predicate, ...rest }) => ({ ...rest, predicate: { ...predicate, result: 'UPHELD' } }),
    ],
    [
      'too many subjects',
      (statement) => ({ ...statement, subject: Array(100_001).fill({ name: 'a', digest: { sha256: hex } }) }),
    ],
  ];
  for (const [fault, change] of malformed)
    it(`is refused where it has ${fault}`, async () => {
      await attest((statement) => change(statement) as Statement);
      expect(await rejection(verify())).to.be.an.instanceOf(InputError);
    });

  it('does not hold what is larger than 16 MiB, and is not read where it is', async () => {
    const key = await readSigningKey(run.key, undefined);
    expect(() => signEnvelope(`"${'x'.repeat(13 * 1024 * 1024)}"`, key)).to.throw(
      InputError,
      'too many files',
    );
    await writeFile(file, '');
    await truncate(file, 16 * 1024 * 1024 + 1);
    expect(String(await rejection(verify()))).to.contain('is larger than');
  });

  const contradicting: readonly (readonly [string, (predicate: Statement['predicate']) => object, string])[] =
    [
      ['a better determination', () => ({ result: 'PASSED' }), 'determination'],
      [
        'a violated clause as passed',
        () => ({ passedTests: ['harbour.upheld', 'harbour.violated'] }),
        'clauses that passed',
      ],
      ['no failed clause', () => ({ failedTests: [] }), 'clauses that failed'],
      ['no warning', () => ({ warnedTests: [] }), 'clauses warned of'],
      ['no system', () => ({ configuration: [] }), 'system'],
    ];
  for (const [fault, change, name] of contradicting)
    it(`does not match where it says ${fault}, whoever signed it`, async () => {
      await attest(({ predicate, ...rest }) => ({
        ...rest,
        predicate: { ...predicate, ...change(predicate) },
      }));
      expect(await differing()).to.deep.equal([name]);
    });

  for (const prefix of ['product', 'disclosure'])
    it(`does not match where it is of another ${prefix} than the result, whoever signed it`, async () => {
      await attest((statement) => ({
        ...statement,
        subject: statement.subject.map((subject) =>
          subject.name.startsWith(`${prefix}:`) ? { ...subject, digest: { sha256: hex } } : subject,
        ),
      }));
      expect(await differing()).to.deep.equal([prefix]);
    });

  it('does not match where a trace is not the one that the result was judged from, whoever signed it', async () => {
    await attest((statement) => ({
      ...statement,
      subject: statement.subject.map((subject) =>
        subject.name === 'traces/arrival.ndjson' ? { ...subject, digest: { sha256: hex } } : subject,
      ),
    }));
    await writeFile(run.at('traces/arrival.ndjson'), 'x');
    expect(await differing()).to.deep.equal(['traces/arrival.ndjson']);
  });

  describe('is not made', () => {
    const refusal = async (): Promise<string> => {
      const error = await rejection(attestRun(run.folder));
      expect(error).to.be.an.instanceOf(InputError);
      return String(error);
    };

    it('of a run whose trace was changed since it was judged', async () => {
      await appendFile(run.at('traces/arrival.ndjson'), '{}\n');
      expect(await refusal()).to.contain('traces/arrival.ndjson: is not what was judged');
    });

    it('of a run whose trace is gone', async () => {
      await rm(run.at('traces/arrival.ndjson'));
      expect(await refusal()).to.contain('traces/arrival.ndjson: is not what was judged');
    });

    it('of a run whose gate speaks of another result', async () => {
      await writeFile(run.at('result.json'), resultText(sampleResult({ requireAll: true })));
      expect(await refusal()).to.contain('gate.json: speaks of another result.json');
      await writeFile(run.at('gate.json'), '[]');
      expect(await refusal()).to.contain('gate.json: is not a candor-gate/1');
    });

    it('of a folder that holds no run', async () => {
      await rm(run.at('result.json'));
      expect(await refusal()).to.contain('there is no such file');
    });

    it('of what is no file, or has a name that other systems read otherwise', async () => {
      await symlink(run.key, run.at('report-link.html'));
      await writeFile(run.at('report\\1.html'), '');
      await writeFile(run.at('system:harbour'), '');
      const says = await refusal();
      expect(says).to.contain('report-link.html: is a link or a device');
      expect(says).to.contain('report\\1.html: has a name');
      expect(says).to.contain('system:harbour: has a name that is kept');
    });

    it('of folders in folders without end', async () => {
      await mkdir(run.at(Array(40).fill('d').join('/')), { recursive: true });
      expect(await refusal()).to.contain('deeper than');
    });

    it('of a result whose trace has a name that leads out of the folder', async () => {
      const [scenario] = sampleResult().scenarios;
      await writeFile(run.beside('secret'), 'x');
      const trace = { file: '../secret', digest: sha256('x') };
      const scenarios = [{ ...scenario, trace }] as ResultFile['scenarios'];
      await rm(run.at('gate.json'));
      await writeFile(run.at('result.json'), resultText(sampleResult({ scenarios })));
      expect(await refusal()).to.contain('is not what was judged');
    });
  });
});
