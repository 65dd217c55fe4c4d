import { spawnSync } from 'node:child_process';
import { appendFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  attest,
  attestRequest,
  attestTimestamp,
  attestVerify,
  tellAttestation,
} from '../../src/cli/attest.js';
import { InputError } from '../../src/disclosure/input-error.js';
import { rejection } from '../rejection.js';
import {
  type Attested,
  listeningConsole,
  openRun,
  openssl,
  sampleFiles,
  sampleResult,
} from '../report/attestation-run.js';

describe('candor attest', () => {
  let run: Attested;
  let file: string;
  beforeEach(async () => {
    run = await openRun();
    file = run.at('attestation.intoto.json');
  });
  afterEach(() => run.close());

  const signed = async (): Promise<string> => {
    const console = listeningConsole();
    expect(await attest(run.folder, { key: run.key }, console)).to.equal(0);
    return console.said.join('');
  };
  const verified = async (key = run.publicKey): Promise<{ status: number; said: string }> => {
    const console = listeningConsole();
    const status = await attestVerify(file, { key }, console);
    return { status, said: console.said.join('') };
  };

  it('writes an attestation that anybody may read, and says what it says', async () => {
    const said = await signed();
    expect(said).to.match(/written +.*attestation\.intoto\.json/);
    expect(said).to.contain('FAILED: 1 clauses passed, 1 warned of, 1 failed');
    expect(said).to.match(/files +9\n/);
    expect((await stat(file)).mode & 0o777).to.equal(0o666 & ~process.umask() & 0o644);
  });

  it('writes the same again, and takes the place of no other', async () => {
    await signed();
    expect(await signed()).to.contain('unchanged');
    const before = await readFile(file);
    await writeFile(run.at('report.txt'), 'another report\n');
    const refusal = await rejection(attest(run.folder, { key: run.key }, listeningConsole()));
    expect(refusal).to.be.an.instanceOf(InputError);
    expect(String(refusal)).to.contain('is there already and says something else');
    expect(await readFile(file)).to.deep.equal(before);
  });

  it('verifies what it wrote: determination, product, files and key', async () => {
    await signed();
    const { status, said } = await verified();
    expect(status).to.equal(0);
    expect(said).to.match(/^MATCHES {2}/);
    expect(said).to.contain('violated, FAILED: 1 clauses passed');
    expect(said).to.contain('Harbour Notes 1.2.3: harbour-driver.bin sha256:');
    expect(said).to.contain('harbour-1 sha256:');
    expect(said).to.match(/key +[0-9a-f]{64}\n/);
  });

  it('says what differs, harmless to a terminal, with status 1', async () => {
    await signed();
    await appendFile(run.at('report.html'), ' ');
    await writeFile(run.at('a\u001b[2Jb'), '');
    const { status, said } = await verified();
    expect(status).to.equal(1);
    expect(said).to.match(/^DOES NOT MATCH {2}2 things differ:\n/);
    expect(said).to.contain('  report.html: was changed: sha256:');
    expect(said).to.contain('  a‹U+001B›[2Jb: is not in the attestation');
    expect(said).to.contain('1 failed; of what was signed, not of what is here');
    expect(said).not.to.contain('\u001b');
  });

  it('says of very many differences how many more there are', async () => {
    await signed();
    await mkdir(run.at('more'));
    for (let index = 0; index < 60; index += 1) await writeFile(run.at(`more/${index}`), '');
    const { said } = await verified();
    expect(said).to.contain('60 things differ:').and.to.contain('and 10 more\n');
  });

  it('does not match with another key, with status 1', async () => {
    await signed();
    const { status, said } = await verified(run.otherPublicKey);
    expect(status).to.equal(1);
    expect(said).to.contain('the signature is not of this key');
    expect(said).not.to.contain('FAILED');
  });

  it('refuses what it cannot use', async () => {
    await signed();
    await writeFile(run.at('key.pem'), await readFile(run.key));
    await mkdir(run.at('within'));
    const console = listeningConsole();
    const refusals: readonly (readonly [() => Promise<number>, string])[] = [
      [() => attest(run.folder, { key: run.at('key.pem') }, console), 'keep the private key elsewhere'],
      [() => attest(run.folder, { key: run.publicKey }, console), 'is not a private key'],
      [() => attest(run.beside('nowhere'), { key: run.key }, console), 'there is no such file'],
      [
        () => attest(run.folder, { key: run.key, out: run.at('signed.json') }, console),
        'something.intoto.json',
      ],
      [
        () => attest(run.folder, { key: run.key, out: run.at('within/a.intoto.json') }, console),
        'beside result.json',
      ],
      [() => attestVerify(file, { key: run.key }, console), 'is not a public key'],
      [
        () => attestVerify(file, { key: run.publicKey, dir: run.beside('nowhere') }, console),
        'no such folder',
      ],
      [
        () => attestVerify(file, { key: run.publicKey, dir: run.key }, console),
        'the folder of a run is wanted',
      ],
      [() => attestVerify(run.at('result.json'), { key: run.publicKey }, console), 'is not a DSSE envelope'],
      [() => attestVerify(run.beside('nothing'), { key: run.publicKey }, console), 'there is no such file'],
      [() => attestTimestamp(file, { token: file }, console), 'is not a time stamp'],
    ];
    for (const [command, reason] of refusals) {
      const refusal = await rejection(command());
      expect(refusal).to.be.an.instanceOf(InputError);
      expect(String(refusal)).to.contain(reason);
    }
  });

  it('writes elsewhere where it is told to, and verifies from there', async () => {
    const out = run.beside('elsewhere.intoto.json');
    await attest(run.folder, { key: run.key, out }, listeningConsole());
    const status = await attestVerify(out, { key: run.publicKey, dir: run.folder }, listeningConsole());
    expect(status).to.equal(0);
  });

  it('opens an encrypted key with CANDOR_KEY_PASSPHRASE', async function () {
    const key = run.beside('encrypted.pem');
    openssl(this, ['pkcs8', '-topk8', '-in', run.key, '-out', key, '-passout', 'pass:harbour']);
    process.env['CANDOR_KEY_PASSPHRASE'] = 'harbour';
    try {
      await attest(run.folder, { key }, listeningConsole());
    } finally {
      delete process.env['CANDOR_KEY_PASSPHRASE'];
    }
    expect((await verified()).status).to.equal(0);
  });

  it('writes the request for a time stamp, and says how to send it', async () => {
    await signed();
    const console = listeningConsole();
    expect(await attestRequest(file, {}, console)).to.equal(0);
    expect((await readFile(`${file}.tsq`)).length).to.be.greaterThan(40);
    expect(console.said.join('')).to.contain('curl ').and.to.contain('candor attest timestamp');
    expect((await verified()).status).to.equal(0);
  });

  it('is told by candor report too: the statement alone, or what attest writes', async () => {
    const statement = await tellAttestation(run.folder, undefined);
    expect(JSON.parse(statement)).to.have.property('predicateType');
    const envelope = await tellAttestation(run.folder, run.key);
    await signed();
    expect(envelope).to.equal(await readFile(file, 'utf8'));
    const { payload } = JSON.parse(envelope) as { payload: string };
    expect(`${Buffer.from(payload, 'base64').toString()}\n`).to.equal(statement);
  });

  it('verifies by hand, as its page says', async function () {
    if (spawnSync('jq', ['--version']).error !== undefined) {
      process.stdout.write('      skipped: jq is not installed\n');
      this.skip();
    }
    openssl(this, ['version']);
    await signed();
    const page = await readFile(new URL('../../../docs/formats/attestation.md', import.meta.url), 'utf8');
    const [, script = ''] = /## By hand[\s\S]*?```sh\n([\s\S]*?)```/.exec(page) ?? [];
    await writeFile(join(run.folder, 'key.pub.pem'), await readFile(run.publicKey));
    const env = { ...process.env, TMPDIR: run.beside('.') };
    const surroundings = { cwd: run.folder, encoding: 'utf8', env } as const;
    const byHand = spawnSync('bash', ['-euo', 'pipefail', '-c', script], surroundings);
    expect(byHand.stderr).to.equal('');
    expect(byHand.stdout).to.contain('Signature Verified Successfully');
    for (const name of Object.keys(sampleFiles(sampleResult())))
      expect(byHand.stdout).to.contain(`${name}: OK\n`);
    await appendFile(run.at('report.pdf'), ' ');
    const changed = spawnSync('bash', ['-euo', 'pipefail', '-c', script], surroundings);
    expect(changed.stdout).to.contain('report.pdf: FAILED\n');
    expect(changed.status).to.equal(1);
  });
});
