import { readFile, writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import fc from 'fast-check';
import { InputError } from '../../src/disclosure/input-error.js';
import { timeStampAccount } from '../../src/report/attestation/account.js';
import { attestRun } from '../../src/report/attestation/attest-run.js';
import { readEnvelope, signEnvelope } from '../../src/report/attestation/envelope.js';
import { readSigningKey, readVerifyingKey } from '../../src/report/attestation/keys.js';
import { requestTimeStamp, stampAttestation } from '../../src/report/attestation/stamp-attestation.js';
import { statementText } from '../../src/report/attestation/statement.js';
import { readTimeStamp } from '../../src/report/attestation/time-stamp.js';
import { type Verification, verifyAttestation } from '../../src/report/attestation/verify-attestation.js';
import { rejection } from '../rejection.js';
import { type Attested, openRun, openssl } from './attestation-run.js';

const configuration = `[req]
distinguished_name = name
prompt = no
x509_extensions = usage
[name]
CN = Harbour Time
[usage]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = authority
[authority]
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha1, sha256, sha384, sha512
ess_cert_id_alg = sha256
`;

describe('the time stamp of an attestation', () => {
  let run: Attested;
  let file: string;
  let beside: string;
  beforeEach(async () => {
    run = await openRun();
    file = run.at('attestation.intoto.json');
    beside = `${file}.tsr`;
    const key = await readSigningKey(run.key, undefined);
    await writeFile(file, signEnvelope(statementText(await attestRun(run.folder)), key));
  });
  afterEach(() => run.close());

  const succeed = (test: Mocha.Context, parameters: readonly string[]): string => {
    const { status, output } = openssl(test, parameters);
    expect(status, output).to.equal(0);
    return output;
  };
  /** An authority that lives and dies with a test. */
  const openAuthority = async (test: Mocha.Context): Promise<void> => {
    await writeFile(run.beside('tsa.cnf'), `${configuration}serial = ${run.beside('serial')}\n`);
    await writeFile(run.beside('serial'), '01\n');
    succeed(test, [
      ...['req', '-new', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
      ...['-days', '3650', '-config', run.beside('tsa.cnf')],
      ...['-keyout', run.beside('tsa.key'), '-out', run.beside('tsa.pem')],
    ]);
  };
  const answer = (test: Mocha.Context, request: string, name: string): string => {
    const signer = ['-signer', run.beside('tsa.pem'), '-inkey', run.beside('tsa.key')];
    const parameters = ['-config', run.beside('tsa.cnf'), '-queryfile', request, '-out', run.beside(name)];
    succeed(test, ['ts', '-reply', ...parameters, ...signer]);
    return run.beside(name);
  };
  const ask = (test: Mocha.Context, data: string, hash: string): string => {
    const request = run.beside(`${hash}.tsq`);
    succeed(test, ['ts', '-query', '-data', data, `-${hash}`, '-cert', '-out', request]);
    return request;
  };
  const writeSignature = async (): Promise<string> => {
    const [signed] = (await readEnvelope(file)).signatures;
    await writeFile(run.beside('signature.bin'), signed?.signature ?? '');
    return run.beside('signature.bin');
  };
  const verify = async (): Promise<Verification> =>
    verifyAttestation(file, await readVerifyingKey(run.publicKey));

  it('is asked for with a request that openssl reads, of the digest of the signature', async function () {
    await requestTimeStamp(file, run.beside('request.tsq'));
    const own = succeed(this, ['ts', '-query', '-in', run.beside('request.tsq'), '-text']);
    const theirs = ask(this, await writeSignature(), 'sha256');
    succeed(this, [
      'ts',
      '-query',
      '-data',
      run.beside('signature.bin'),
      '-cert',
      '-no_nonce',
      '-out',
      theirs,
    ]);
    expect(own).to.contain('Hash Algorithm: sha256').and.to.contain('Certificate required: yes');
    expect(await readFile(run.beside('request.tsq'))).to.deep.equal(await readFile(theirs));
  });

  for (const hash of ['sha256', 'sha384', 'sha512'])
    it(`is kept beside it, over ${hash}, and verifies with openssl and here`, async function () {
      await openAuthority(this);
      const signature = await writeSignature();
      const token = answer(this, ask(this, signature, hash), 'token.tsr');
      const stamped = await stampAttestation(file, token);
      const trusted = ['-CAfile', run.beside('tsa.pem')];

      expect(await readFile(beside)).to.deep.equal(await readFile(token));
      expect(succeed(this, ['ts', '-verify', '-data', signature, '-in', beside, ...trusted])).to.contain(
        'OK',
      );
      expect(
        succeed(this, ['ts', '-verify', '-digest', stamped.imprint, '-in', beside, ...trusted]),
      ).to.contain('OK');
      const { differences, timeStamp } = await verify();
      expect(differences).to.deep.equal([]);
      expect(timeStamp).to.deep.equal(stamped);
      const [, written = ''] =
        /Time stamp: (.*)/.exec(succeed(this, ['ts', '-reply', '-in', token, '-text'])) ?? [];
      expect(new Date(written).toISOString()).to.equal(stamped.at);
    });

  it('answers its own request, and may be the token alone', async function () {
    await openAuthority(this);
    await requestTimeStamp(file, run.beside('request.tsq'));
    const response = answer(this, run.beside('request.tsq'), 'token.tsr');
    succeed(this, ['ts', '-reply', '-in', response, '-token_out', '-out', run.beside('token.tst')]);
    const [whole, alone] = [await readTimeStamp(response), await readTimeStamp(run.beside('token.tst'))];
    expect([whole.tokenAlone, alone.tokenAlone]).to.deep.equal([false, true]);
    expect([alone.at, alone.imprint]).to.deep.equal([whole.at, whole.imprint]);
    await stampAttestation(file, run.beside('token.tst'));
    expect((await verify()).timeStamp).to.deep.equal(alone);
    // The printed command is the one that works, its parameters as a shell would part them.
    const [, command = ''] = /openssl (ts .*)\n/.exec(timeStampAccount(file, alone)) ?? [];
    const parameters = command
      .split(' ')
      .map((part) => (part === 'authority.pem' ? run.beside('tsa.pem') : part));
    expect(succeed(this, parameters)).to.contain('OK');
  });

  it('is refused where it is of something else, of SHA-1, or a refusal', async function () {
    await openAuthority(this);
    const signature = await writeSignature();
    const other = answer(this, ask(this, run.publicKey, 'sha256'), 'other.tsr');
    const weak = answer(this, ask(this, signature, 'sha1'), 'weak.tsr');
    await writeFile(
      run.beside('tsa.cnf'),
      configuration.replace('digests = sha1, sha256,', `serial = ${run.beside('serial')}\ndigests =`),
    );
    const refusal = answer(this, ask(this, signature, 'sha256'), 'refusal.tsr');
    const reasons = {
      [other]: 'of something else',
      [weak]: 'SHA-256, SHA-384',
      [refusal]: 'the authority refused',
    };
    for (const [token, reason] of Object.entries(reasons)) {
      const error = await rejection(stampAttestation(file, token));
      expect(error).to.be.an.instanceOf(InputError);
      expect(String(error)).to.contain(reason);
    }
  });

  it('beside an attestation that it is not of is found, and named', async function () {
    await openAuthority(this);
    const other = answer(this, ask(this, run.publicKey, 'sha256'), 'other.tsr');
    await writeFile(beside, await readFile(other));
    const { differences, timeStamp } = await verify();
    expect(differences.map(({ name }) => name)).to.deep.equal(['attestation.intoto.json.tsr']);
    expect(timeStamp).to.equal(undefined);
  });

  it('is not replaced by another', async function () {
    await openAuthority(this);
    const signature = await writeSignature();
    const first = answer(this, ask(this, signature, 'sha256'), 'first.tsr');
    const second = answer(this, ask(this, signature, 'sha512'), 'second.tsr');
    await stampAttestation(file, first);
    await stampAttestation(file, first);
    expect(String(await rejection(stampAttestation(file, second)))).to.contain('is there already');
    expect(await readFile(beside)).to.deep.equal(await readFile(first));
  });

  it('is refused, and never a fault, where it is any other bytes', async () => {
    const nested = Buffer.alloc(200_000, Buffer.from('3080', 'hex'));
    const noise = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
    await fc.assert(
      fc.asyncProperty(fc.oneof(noise, fc.constant(nested)), async (bytes) => {
        await writeFile(run.beside('noise.tsr'), bytes);
        const error = await rejection(stampAttestation(file, run.beside('noise.tsr')));
        expect(error).to.be.an.instanceOf(InputError);
      }),
      { numRuns: 100 },
    );
  });

  it('with any byte of it changed is never taken for one of another signature', async function () {
    await openAuthority(this);
    const bytes = await readFile(answer(this, ask(this, await writeSignature(), 'sha256'), 'token.tsr'));
    const { imprint } = await readTimeStamp(run.beside('token.tsr'));
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (place, mask) => {
        const changed = Buffer.from(bytes);
        changed.writeUInt8(changed.readUInt8(place) ^ mask, place);
        await writeFile(beside, changed);
        const { timeStamp, differences } = await verify();
        expect(differences.length === 0).to.equal(timeStamp !== undefined);
        if (timeStamp !== undefined) expect(timeStamp.imprint).to.equal(imprint);
      }),
      { numRuns: 100 },
    );
  });
});
