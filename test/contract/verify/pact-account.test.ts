import { expect } from 'chai';
import { readPactAccount } from '../../../src/contract/verify/pact-account.js';
import { acmeInteractions } from './acme-contract.js';

const [interaction] = acmeInteractions;
const executed = {
  description: interaction.description,
  interactionKey: interaction.key,
  result: 'OK',
  duration: '3ms',
};
const sound = { result: true, errors: [], pendingErrors: [], interactionResults: [executed], notices: [] };

const read = (account: unknown) => readPactAccount(JSON.stringify(account), interaction);

describe('What Pact’s Verifier says of an interaction', () => {
  it('counts where it executed that one', () => {
    expect(read(sound)).to.deep.equal({ kind: 'ran', passed: true, mismatches: [] });
  });

  const notRun: readonly (readonly [string, unknown])[] = [
    ['it executed nothing and calls that a success', { ...sound, interactionResults: [] }],
    ['it does not say what it executed', { result: true }],
    [
      'it executed another',
      { ...sound, interactionResults: [{ ...executed, interactionKey: 'f'.repeat(16) }] },
    ],
    [
      'it executed one of another name',
      { ...sound, interactionResults: [{ ...executed, description: 'x' }] },
    ],
    ['it executed more than it was given', { ...sound, interactionResults: [executed, executed] }],
    ['it gives no account', 'Verification was unable to run'],
    ['it gives an account of another kind', [sound]],
    ['it gives none at all', null],
  ];
  for (const [what, account] of notRun) {
    it(`is no execution where ${what}`, () => {
      expect(read(account)).to.have.property('kind', 'not-run');
    });
  }

  it('is no execution where it is no JSON', () => {
    expect(readPactAccount('Pact core crashed', interaction)).to.deep.equal({
      kind: 'not-run',
      because: 'Pact could not verify it: Pact core crashed',
    });
  });

  const failed: readonly (readonly [string, unknown])[] = [
    ['its result is false', { ...sound, result: false }],
    ['the interaction failed', { ...sound, interactionResults: [{ ...executed, result: 'Error' }] }],
    ['there is an error beside a success', { ...sound, errors: [{ mismatch: { message: 'no' } }] }],
    ['only what is pending failed', { ...sound, pendingErrors: [{ mismatch: { message: 'no' } }] }],
  ];
  for (const [what, account] of failed) {
    it(`is a failure where ${what}`, () => {
      expect(read(account)).to.include({ kind: 'ran', passed: false });
    });
  }

  it('is told with its mismatches', () => {
    const mismatches = [{ type: 'StatusMismatch', mismatch: 'expected 200 but was 400' }];
    const account = read({
      ...sound,
      result: false,
      errors: [{ interaction: 'x', mismatch: { mismatches } }],
    });
    expect(account).to.deep.include({ passed: false, mismatches: ['expected 200 but was 400'] });
  });
});
