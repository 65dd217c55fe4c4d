import { readFile, writeFile } from 'node:fs/promises';
import { bundleFromJSON } from '@sigstore/bundle';
import { toSignedEntity, Verifier } from '@sigstore/verify';
import { expect } from 'chai';
import fc from 'fast-check';
import { InputError } from '../../src/disclosure/input-error.js';
import {
  parseEnvelope,
  preAuthenticationEncoding,
  signatureBy,
  signEnvelope,
} from '../../src/report/attestation/envelope.js';
import { keyIdOf, readSigningKey, readVerifyingKey } from '../../src/report/attestation/keys.js';
import { attestationStatement, statementText } from '../../src/report/attestation/statement.js';
import { rejection } from '../rejection.js';
import { type Attested, openRun, openssl, sampleResult, sha256 } from './attestation-run.js';

const statement = statementText(attestationStatement(sampleResult(), []));

interface EnvelopeText {
  payloadType: string;
  payload: string;
  signatures: { keyid: string; sig: string }[];
}

describe('the envelope of an attestation', () => {
  let run: Attested;
  let text: string;
  beforeEach(async () => {
    run = await openRun({});
    text = signEnvelope(statement, await readSigningKey(run.key, undefined));
  });
  afterEach(() => run.close());

  const parsed = (): EnvelopeText => JSON.parse(text) as EnvelopeText;
  const matches = async (envelope: unknown): Promise<boolean> => {
    const bytes = Buffer.from(typeof envelope === 'string' ? envelope : JSON.stringify(envelope));
    return signatureBy(parseEnvelope('e', bytes), await readVerifyingKey(run.publicKey)) !== undefined;
  };

  it('signs what the DSSE protocol says is signed', () => {
    expect(
      preAuthenticationEncoding('http://example.com/HelloWorld', Buffer.from('hello world')).toString(),
    ).to.equal('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
    expect(preAuthenticationEncoding('ü', Buffer.from('€')).toString()).to.equal('DSSEv1 2 ü 3 €');
  });

  it('is the same bytes each time, and holds the statement as it is', async () => {
    expect(signEnvelope(statement, await readSigningKey(run.key, undefined))).to.equal(text);
    expect(Buffer.from(parsed().payload, 'base64').toString()).to.equal(statement);
    expect(parsed().payloadType).to.equal('application/vnd.in-toto+json');
  });

  it('names its key by the SHA-256 of the public half, DER', async () => {
    const publicKey = await readVerifyingKey(run.publicKey);
    const pem = await readFile(run.publicKey, 'utf8');
    const der = Buffer.from(pem.split('\n').slice(1, 2).join(''), 'base64');
    expect(parsed().signatures.map(({ keyid }) => `sha256:${keyid}`)).to.deep.equal([sha256(der)]);
    expect(keyIdOf(publicKey)).to.equal(parsed().signatures[0]?.keyid);
  });

  it('verifies with openssl alone', async function () {
    const signed = preAuthenticationEncoding(parsed().payloadType, Buffer.from(parsed().payload, 'base64'));
    await writeFile(run.beside('signed.bin'), signed);
    await writeFile(run.beside('signature.bin'), Buffer.from(parsed().signatures[0]?.sig ?? '', 'base64'));
    const verify = (key: string): ReturnType<typeof openssl> =>
      openssl(this, [
        ...['pkeyutl', '-verify', '-pubin', '-inkey', key, '-rawin'],
        ...['-in', run.beside('signed.bin'), '-sigfile', run.beside('signature.bin')],
      ]);
    expect(verify(run.publicKey)).to.deep.equal({ status: 0, output: 'Signature Verified Successfully\n' });
    expect(verify(run.otherPublicKey).status).to.equal(1);
  });

  it('verifies with sigstore’s verifier', async () => {
    const verify = async (envelope: EnvelopeText, keyFile: string): Promise<unknown> => {
      const publicKey = await readVerifyingKey(keyFile);
      const bundle = bundleFromJSON({
        mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
        verificationMaterial: { publicKey: { hint: keyIdOf(publicKey) }, tlogEntries: [] },
        dsseEnvelope: envelope,
      });
      const trusted = {
        certificateAuthorities: [],
        timestampAuthorities: [],
        tlogs: [],
        ctlogs: [],
        publicKey: () => ({ publicKey, validFor: () => true }),
      };
      const verifier = new Verifier(trusted, { tlogThreshold: 0, timestampThreshold: 0 });
      return verifier.verify(toSignedEntity(bundle));
    };
    expect(await verify(parsed(), run.publicKey)).to.have.property('key');
    expect(await rejection(verify(parsed(), run.otherPublicKey))).to.have.property('code', 'SIGNATURE_ERROR');
    const changed = { ...parsed(), payload: Buffer.from('{}').toString('base64') };
    expect(await rejection(verify(changed, run.publicKey))).to.have.property('code', 'SIGNATURE_ERROR');
  });

  it('verifies in either alphabet of Base64, with padding or without', async () => {
    const { payload, signatures, payloadType } = parsed();
    const [{ keyid, sig } = { keyid: '', sig: '' }] = signatures;
    const otherwise = (write: (text: string) => string): EnvelopeText => ({
      payloadType,
      payload: write(payload),
      signatures: [{ keyid, sig: write(sig) }],
    });
    expect(
      await matches(otherwise((base64) => Buffer.from(base64, 'base64').toString('base64url'))),
    ).to.equal(true);
    expect(await matches(otherwise((base64) => base64.replaceAll('=', '')))).to.equal(true);
  });

  it('verifies where one of several signatures is of the key, and passes over a key id of another', async () => {
    const { signatures, ...rest } = parsed();
    const [own] = signatures;
    const foreign = { keyid: 'f'.repeat(64), sig: Buffer.alloc(64).toString('base64') };
    expect(await matches({ ...rest, signatures: [foreign, own] })).to.equal(true);
    expect(await matches({ ...rest, signatures: [{ sig: own?.sig }] })).to.equal(true);
    expect(await matches({ ...rest, signatures: [{ keyid: 'f'.repeat(64), sig: own?.sig }] })).to.equal(
      false,
    );
    expect(await matches({ ...rest, signatures: [foreign] })).to.equal(false);
  });

  it('does not verify with any other type of payload', async () => {
    expect(await matches({ ...parsed(), payloadType: 'application/json' })).to.equal(false);
  });

  it('never verifies with a byte of its payload or signature flipped', async () => {
    const key = await readVerifyingKey(run.publicKey);
    const { payload, payloadType, signatures } = parseEnvelope('e', Buffer.from(text));
    const signature = signatures[0]?.signature ?? Buffer.alloc(0);
    const flipped = (bytes: Buffer, place: number, mask: number): Buffer => {
      const copy = Buffer.from(bytes);
      const index = place % copy.length;
      copy.writeUInt8(copy.readUInt8(index) ^ mask, index);
      return copy;
    };
    fc.assert(
      fc.property(fc.boolean(), fc.nat(), fc.integer({ min: 1, max: 255 }), (ofPayload, place, mask) => {
        const changed = {
          payloadType,
          payload: ofPayload ? flipped(payload, place, mask) : payload,
          signatures: [
            { keyid: undefined, signature: ofPayload ? signature : flipped(signature, place, mask) },
          ],
        };
        expect(signatureBy(changed, key)).to.equal(undefined);
      }),
      { numRuns: 500 },
    );
  });

  it('never verifies with a bit of its Base64 flipped, not even one that no byte is made of', async () => {
    const key = await readVerifyingKey(run.publicKey);
    const sig = parsed().signatures[0]?.sig ?? '';
    const places = [parsed().payload, sig].flatMap((base64) =>
      Array.from(base64, (_, index) => text.indexOf(base64) + index),
    );
    for (const place of places) {
      const bytes = Buffer.from(text);
      bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
      expect(verifies(bytes), `byte ${place}`).to.equal(false);
    }
    function verifies(bytes: Buffer): boolean {
      try {
        return signatureBy(parseEnvelope('e', bytes), key) !== undefined;
      } catch (error) {
        if (error instanceof InputError) return false;
        throw error;
      }
    }
  });

  const damaged: readonly (readonly [string, (text: string) => string])[] = [
    ['what is not JSON', (whole) => whole.slice(0, -10)],
    ['a member twice', (whole) => whole.replace('{', '{"payload":"e30=",')],
    ['no signatures', (whole) => whole.replace(/"signatures":\[.*\]/, '"signatures":[]')],
    ['a payload that is no text', (whole) => whole.replace(/"payload":"[^"]*"/, '"payload":1')],
    ['no payload', (whole) => whole.replace(/"payload":"[^"]*",/, '')],
    ['Base64 with white space', (whole) => whole.replace('"payload":"', '"payload":" ')],
    ['Base64 of both alphabets', (whole) => whole.replace(/"payload":"[^"]*"/, '"payload":"+_+_"')],
    ['too deep a nest', (whole) => whole.replace('{', `{"x":${'['.repeat(40)}${']'.repeat(40)},`)],
    [
      'too many signatures',
      (whole) => whole.replace(/\[(.*)\]/, (_, one) => `[${Array(65).fill(one).join()}]`),
    ],
    ['an array', () => '[]'],
  ];
  for (const [fault, damage] of damaged)
    it(`refuses ${fault}`, () => {
      expect(() => parseEnvelope('e.intoto.json', Buffer.from(damage(text)))).to.throw(
        InputError,
        'e.intoto.json',
      );
    });

  it('refuses what is not UTF-8', () => {
    expect(() => parseEnvelope('e', Buffer.from(text, 'utf16le'))).to.throw(InputError);
    expect(() => parseEnvelope('e', Buffer.from([0x22, 0xff, 0x22]))).to.throw(InputError, 'UTF-8');
  });
});

describe('the keys of an attestation', () => {
  let run: Attested;
  beforeEach(async () => {
    run = await openRun({});
  });
  afterEach(() => run.close());

  it('are those that openssl makes', async function () {
    openssl(this, ['genpkey', '-algorithm', 'ed25519', '-out', run.beside('new.pem')]);
    openssl(this, ['pkey', '-in', run.beside('new.pem'), '-pubout', '-out', run.beside('new.pub.pem')]);
    const [secret, open] = [
      await readSigningKey(run.beside('new.pem'), undefined),
      await readVerifyingKey(run.beside('new.pub.pem')),
    ];
    expect(keyIdOf(secret)).to.equal(keyIdOf(open));
  });

  it('may be encrypted, and open with their passphrase only', async function () {
    const file = run.beside('encrypted.pem');
    openssl(this, [
      'pkcs8',
      '-topk8',
      '-in',
      run.key,
      '-out',
      file,
      '-v2',
      'aes-256-cbc',
      '-passout',
      'pass:harbour',
    ]);
    expect(keyIdOf(await readSigningKey(file, 'harbour'))).to.equal(
      keyIdOf(await readVerifyingKey(run.publicKey)),
    );
    expect(await rejection(readSigningKey(file, 'wrong'))).to.be.an.instanceOf(InputError);
    expect(String(await rejection(readSigningKey(file, undefined)))).to.contain('CANDOR_KEY_PASSPHRASE');
  });

  for (const [kind, parameters] of [
    ['rsa', ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048']],
    ['ec', ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256']],
    ['ed448', ['-algorithm', 'ED448']],
    ['x25519', ['-algorithm', 'X25519']],
  ] as const)
    it(`are refused where they are of the kind ${kind}`, async function () {
      openssl(this, ['genpkey', ...parameters, '-out', run.beside('k.pem')]);
      openssl(this, ['pkey', '-in', run.beside('k.pem'), '-pubout', '-out', run.beside('k.pub.pem')]);
      const refusals = [
        await rejection(readSigningKey(run.beside('k.pem'), undefined)),
        await rejection(readVerifyingKey(run.beside('k.pub.pem'))),
      ];
      for (const refusal of refusals) {
        expect(refusal).to.be.an.instanceOf(InputError);
        expect(String(refusal)).to.contain(`of type ${kind}; an Ed25519 key is wanted`);
      }
    });

  it('are refused where the other half is given, or something else', async () => {
    await writeFile(
      run.beside('noise.pem'),
      '-----BEGIN PRIVATE KEY-----\nnoise\n-----END PRIVATE KEY-----\n',
    );
    await writeFile(
      run.beside('noise.pub.pem'),
      '-----BEGIN PUBLIC KEY-----\nnoise\n-----END PUBLIC KEY-----\n',
    );
    await writeFile(run.beside('large.pem'), Buffer.alloc(65 * 1024));
    const refusals = await Promise.all([
      rejection(readSigningKey(run.publicKey, undefined)),
      rejection(readVerifyingKey(run.key)),
      rejection(readSigningKey(run.beside('noise.pem'), undefined)),
      rejection(readVerifyingKey(run.beside('noise.pub.pem'))),
      rejection(readSigningKey(run.beside('large.pem'), undefined)),
      rejection(readSigningKey(run.beside('none.pem'), undefined)),
      rejection(readSigningKey(run.folder, undefined)),
    ]);
    for (const refusal of refusals) expect(refusal).to.be.an.instanceOf(InputError);
  });
});
