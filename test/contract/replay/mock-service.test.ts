import { expect } from 'chai';
import { startMockService } from '../../../src/contract/replay/mock-service.js';
import { findPact } from '../../../src/contract/replay/pact-executable.js';
import { InputError } from '../../../src/disclosure/input-error.js';
import { rejection } from '../../rejection.js';
import { acmeContract } from './acme-contract.js';

describe('Pact’s mock servers', () => {
  it('are not there for a platform that Pact does not have', () => {
    expect(() => findPact('plan9', 'mips')).to.throw(
      InputError,
      'there is no @pact-foundation/pact-cli-plan9-mips',
    );
  });

  for (const [what, program] of [
    ['is missing', '/nowhere/pact'],
    ['ends at once', process.platform === 'win32' ? 'hostname' : '/bin/false'],
  ] as const) {
    it(`do not start where the program ${what}, and that is told`, async () => {
      const error = await rejection(startMockService(program));
      expect(error).to.be.instanceOf(InputError);
      expect(String(error)).to.contain('did not start');
    });
  }

  it('refuse what is no contract, and end', async () => {
    const service = await startMockService(findPact());
    const refused = await failure(service.open([]));
    await service.requireAlive();
    await service.end();
    expect(refused).to.contain('Pact refuses the contract');
    expect(await failure(service.requireAlive())).to.match(/Pact's mock server (?:died|gave no answer)/);
  });

  it('can be asked and closed, many of them one after the other', async () => {
    const service = await startMockService(findPact());
    const states: unknown[] = [];
    try {
      // Of the names that Pact gives them one in fifty is made of digits alone.
      for (let index = 0; index < 150; index += 1) {
        const server = await service.open(acmeContract);
        states.push(typeof (await service.mismatches(server)));
        await service.close(server);
      }
    } finally {
      await service.end();
    }
    expect(new Set(states)).to.deep.equal(new Set(['object']));
  });
});

async function failure(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'none',
    (error: unknown) => String(error),
  );
}
