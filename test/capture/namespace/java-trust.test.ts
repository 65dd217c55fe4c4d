import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openAuthority } from '../../../src/capture/authority.js';
import { javaEnvironment } from '../../../src/capture/namespace/java-trust.js';

describe('The trust of Java', function () {
  this.timeout(120_000);

  it('is in a store that its own tool reads, with the one certificate', async function () {
    if (spawnSync('keytool', ['-help']).error !== undefined) {
      process.stderr.write('keytool is not installed: a test of the trust store is skipped\n');
      return this.skip();
    }
    const folder = await mkdtemp(join(tmpdir(), 'candor-java-'));
    const authority = await openAuthority();
    try {
      const { JAVA_TOOL_OPTIONS = '' } = await javaEnvironment(authority.certificatePem, folder);
      const store = /-Djavax\.net\.ssl\.trustStore=(\S+)/.exec(JAVA_TOOL_OPTIONS)?.[1] ?? '';
      const listed = spawnSync('keytool', ['-list', '-keystore', store, '-storepass', ''], {
        encoding: 'utf8',
      });
      const { fingerprint256 } = new X509Certificate(authority.certificatePem);
      expect(listed.stdout).to.contain('trustedCertEntry').and.contain(fingerprint256);
      expect(listed.stdout).to.contain('contains 1 entry');
    } finally {
      await authority.close();
      await rm(folder, { recursive: true });
    }
  });
});
