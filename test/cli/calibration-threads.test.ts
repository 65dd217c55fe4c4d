import { expect } from 'chai';
import { createColors } from 'picocolors';
import { scoreInThreads } from '../../src/cli/calibration-threads.js';
import type { Console } from '../../src/cli/console.js';
import { InputError } from '../../src/disclosure/input-error.js';

const silent: Console = {
  out: () => undefined,
  err: () => undefined,
  progress: () => undefined,
  colours: createColors(false),
  interactive: false,
  width: 80,
};

describe('The threads of a calibration', () => {
  it('say what is wrong with a file as it would be said without them', async () => {
    // The command reads every file itself first: a thread meets this where one is changed meanwhile.
    const options = { disclosure: 'no-such-disclosure', reading: [] };
    const error = await scoreInThreads([], options, silent).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(InputError);
    const [problem] = (error as InputError).problems;
    expect(problem?.message).to.include('no-such-disclosure');
  });
});
