import { expect } from 'chai';
import { openAuthority } from '../../../src/capture/authority.js';
import { namespaceObstacle, openNamespaceCapture } from '../../../src/capture/namespace/namespace-capture.js';
import { InputError } from '../../../src/disclosure/input-error.js';

describe('Where no network namespace is to be had', function () {
  this.timeout(60_000);
  const path = process.env['PATH'];
  afterEach(() => {
    process.env['PATH'] = path;
  });

  it('the programs that are missing are named, with the packages that have them', async () => {
    process.env['PATH'] = '/nonexistent';
    const obstacle = await namespaceObstacle();
    if (process.platform !== 'linux') expect(obstacle).to.contain(process.platform);
    else expect(obstacle).to.contain('unshare is not installed (package util-linux)');
  });

  it('one sentence says what is missing, and what a proxy cannot prove in its place', async () => {
    process.env['PATH'] = '/nonexistent';
    const authority = await openAuthority();
    try {
      const failure: unknown = await openNamespaceCapture({ authority }).catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(InputError);
      const { message } = failure as InputError;
      expect(message).to.match(/^the capture in a network namespace cannot be had here: /);
      expect(message).to.contain('cannot prove that nothing went past it');
      expect(message.split('\n')).to.have.length(1);
    } finally {
      await authority.close();
    }
  });

  it('a name that no host can have is refused', async () => {
    const authority = await openAuthority();
    try {
      const opened = openNamespaceCapture({ authority, hostname: 'a\n127.0.0.1 b' });
      const failure: unknown = await opened.catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(InputError).with.property('message').that.contains('a name of a host');
    } finally {
      await authority.close();
    }
  });
});
