import { expect } from 'chai';
import { describeProblem } from '../../src/disclosure/input-error.js';

describe('A problem, in words', () => {
  it('names file, line and column where they are known', () => {
    expect(describeProblem({ file: 'a.yaml', line: 3, column: 5, message: 'is wrong' })).to.equal(
      'a.yaml:3:5: is wrong',
    );
    expect(describeProblem({ message: 'is wrong' })).to.equal('is wrong');
  });

  it('shows what cannot be seen, and lets no file write to the terminal but in lines', () => {
    const told = describeProblem({
      file: 'a\u001b[2J.yaml',
      message: 'there is no fact \u001b]0;x\u0007\u202e\n    as said',
    });
    expect(told).to.equal('a‹U+001B›[2J.yaml: there is no fact ‹U+001B›]0;x‹U+0007›‹U+202E›\n    as said');
  });
});
