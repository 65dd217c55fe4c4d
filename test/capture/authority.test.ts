import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { type Authority, openAuthority } from '../../src/capture/authority.js';
import { InputError } from '../../src/disclosure/input-error.js';
import { program } from './clients.js';

describe('capture: the authority', () => {
  let authority: Authority;
  beforeEach(async () => {
    authority = await openAuthority();
  });
  afterEach(() => authority.close());

  it('keeps its key for its owner’s eyes, in a directory of its own', async () => {
    const directory = dirname(authority.certificateFile);
    expect((await stat(directory)).mode & 0o777).to.equal(0o700);
    const files = await readdir(directory);
    expect(files.sort()).to.deep.equal(['authority.key', 'authority.pem']);
    for (const file of files) expect((await stat(join(directory, file))).mode & 0o777).to.equal(0o600);
    expect(await readFile(authority.certificateFile, 'utf8')).to.equal(authority.certificatePem);
  });

  it('removes its key when closed, and closes twice', async () => {
    await authority.close();
    await authority.close();
    expect(existsSync(dirname(authority.certificateFile))).to.equal(false);
  });

  it('removes its key when the process ends without closing it', async () => {
    const module = JSON.stringify(new URL('../../src/capture/authority.js', import.meta.url).href);
    const script = `process.stdout.write((await (await import(${module})).openAuthority()).certificateFile)`;
    const ran = await program(process.execPath, ['--input-type=module', '-e', script], {});
    expect(ran?.status).to.equal(0);
    expect(existsSync(dirname(ran?.output ?? ''))).to.equal(false);
  });

  it('is a certificate authority under a name of its own, valid today', async () => {
    const certificate = new X509Certificate(authority.certificatePem);
    expect(certificate.ca).to.equal(true);
    expect(certificate.verify(certificate.publicKey)).to.equal(true);
    expect(Date.parse(certificate.validFrom)).to.be.lessThan(Date.now());
    expect(Date.parse(certificate.validTo)).to.be.greaterThan(Date.now());
    const other = await openAuthority();
    expect(new X509Certificate(other.certificatePem).subject).not.to.equal(certificate.subject);
    await other.close();
  });

  it('is valid in the whole span in which products believe that they live, and today', async () => {
    for (const [from, to] of [
      ['2001-02-03', '2003-01-01'],
      ['2061-01-01', '2061-06-01'],
    ] as const) {
      const other = await openAuthority({ span: { from: new Date(from), to: new Date(to) } });
      const certificate = new X509Certificate(other.certificatePem);
      await other.close();
      for (const instant of [from, to, new Date().toISOString()]) {
        expect(Date.parse(certificate.validFrom)).to.be.lessThan(Date.parse(instant));
        expect(Date.parse(certificate.validTo)).to.be.greaterThan(Date.parse(instant));
      }
    }
  });

  it('is accepted by OpenSSL under its strict rules', async function () {
    const ran = await program(
      'openssl',
      ['verify', '-x509_strict', '-CAfile', authority.certificateFile, authority.certificateFile],
      {},
    );
    if (ran === null) {
      process.stdout.write('      skipped: this machine has no openssl\n');
      return this.skip();
    }
    expect(ran.output).to.match(/: OK\n$/);
  });

  it('makes one context for a name, whatever its case', async () => {
    const context = await authority.contextFor('A.Test');
    expect(await authority.contextFor('a.test')).to.equal(context);
    expect(await authority.contextFor('b.test')).not.to.equal(context);
  });

  for (const name of [
    '',
    '../../etc/passwd',
    'a b',
    'a..b',
    '-a.test',
    'a\0.test',
    'fe80::1%eth0',
    'x'.repeat(300),
  ]) {
    it(`has no certificate for ${JSON.stringify(name.slice(0, 20))}`, async () => {
      const refusal: unknown = await authority.contextFor(name).catch((error: unknown) => error);
      expect(refusal).to.be.instanceOf(InputError);
    });
  }
});
