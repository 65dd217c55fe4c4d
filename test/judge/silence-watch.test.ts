import { expect } from 'chai';
import type { Instant } from '../../src/disclosure/instant.js';
import { type Signs, type SilenceWatch, watchSilence } from '../../src/judge/silence.js';

const at = (instant: number): Instant => instant as Instant;
const signs = (first: number | undefined, last: number | undefined): Signs => ({
  first: first as Instant | undefined,
  last: last as Instant | undefined,
});

/** What a watch was told, and what it says of each silence, with its state. */
const rows: Readonly<
  Record<string, readonly [tell: (watch: SilenceWatch) => void, found: readonly string[]]>
> = {
  'nothing where silence was never demanded': [
    (watch) => {
      watch.end(at(3));
      watch.finish(at(9), signs(1, 9));
    },
    [],
  ],
  'kept, where signs lie on both sides of a part of it': [
    (watch) => {
      watch.begin(at(2), 'on');
      watch.end(at(5));
      watch.sign(signs(1, 3));
    },
    ['kept on'],
  ],
  'kept, though the first sign came within it': [
    (watch) => {
      watch.begin(at(2), 'on');
      watch.end(at(5));
      watch.sign(signs(4, 8));
    },
    ['kept on'],
  ],
  'not heard, where the last sign came at its first instant': [
    (watch) => {
      watch.begin(at(2), 'on');
      watch.end(at(5));
      watch.sign(signs(1, 2));
    },
    ['unheard on'],
  ],
  'not heard, where the first sign came at its last instant': [
    (watch) => {
      watch.begin(at(2), 'on');
      watch.end(at(5));
      watch.sign(signs(5, 9));
    },
    ['unheard on'],
  ],
  'not heard, where there never was a sign': [
    (watch) => {
      watch.begin(at(2), 'on');
      watch.finish(at(5), signs(undefined, undefined));
    },
    ['unheard on'],
  ],
  'once for all that wait in one state, kept where one of them was': [
    (watch) => {
      for (const [from, until] of [
        [1, 2],
        [3, 4],
        [5, 6],
      ] as const) {
        watch.begin(at(from), 'on');
        watch.end(at(until));
      }
      watch.sign(signs(3, 4));
      watch.sign(signs(3, 9));
    },
    ['kept on'],
  ],
  'for each state by itself, where it goes on in another': [
    (watch) => {
      watch.begin(at(1), 'on');
      watch.begin(at(3), 'on');
      watch.begin(at(4), 'off');
      watch.finish(at(9), signs(5, 9));
    },
    ['unheard on', 'kept off'],
  ],
  'nothing where it lasted no time': [
    (watch) => {
      watch.begin(at(4), 'on');
      watch.end(at(4));
      watch.finish(at(9), signs(1, 9));
    },
    [],
  ],
  'nothing where it was broken': [
    (watch) => {
      watch.begin(at(1), 'on');
      watch.broken();
      watch.finish(at(9), signs(1, 9));
    },
    [],
  ],
  'blind at once where the capture was down in it': [
    (watch) => {
      watch.begin(at(2), 'on');
      watch.down({ from: at(3), until: at(4) });
      watch.end(at(5));
      watch.sign(signs(1, 9));
    },
    ['blind on'],
  ],
  'blind where the capture was down when it began': [
    (watch) => {
      watch.begin(at(2), 'on');
      watch.down({ from: at(2), until: at(2) });
      watch.end(at(5));
    },
    ['blind on'],
  ],
  'blind once, and not in the silence after': [
    (watch) => {
      watch.begin(at(2), 'on');
      watch.down({ from: at(3), until: at(4) });
      watch.end(at(5));
      watch.begin(at(6), 'on');
      watch.finish(at(9), signs(1, 9));
    },
    ['blind on', 'kept on'],
  ],
  'blind as a whole, though it was demanded again in the same state meanwhile': [
    (watch) => {
      watch.begin(at(1), 'on');
      watch.down({ from: at(2), until: at(2) });
      watch.begin(at(3), 'on');
      watch.finish(at(5), signs(1, 9));
    },
    ['blind on'],
  ],
  'nothing of a capture that was down before it': [
    (watch) => {
      watch.down({ from: at(0), until: at(9) });
      watch.begin(at(2), 'on');
      watch.finish(at(5), signs(1, 9));
    },
    ['kept on'],
  ],
  'nothing of a capture whose time was over before it': [
    (watch) => {
      watch.begin(at(5), 'on');
      watch.down({ from: at(1), until: at(4) });
      watch.finish(at(9), signs(1, 9));
    },
    ['kept on'],
  ],
};

describe('A watch of silence says', () => {
  for (const [what, [tell, expected]] of Object.entries(rows)) {
    it(what, () => {
      const found: string[] = [];
      tell(watchSilence((event, state) => found.push(`${event} ${state}`)));
      expect(found).to.deep.equal(expected);
    });
  }

  it('of the first twenty that wait in a state, and of no more', () => {
    const found: string[] = [];
    const watch = watchSilence((event) => found.push(event));
    for (let number = 0; number < 21; number += 1) {
      watch.begin(at(10 * number), 'on');
      watch.end(at(10 * number + 5));
    }
    watch.sign(signs(200, 205));
    expect(found).to.deep.equal(['unheard']);
    for (let number = 0; number < 20; number += 1) {
      watch.begin(at(10 * number), 'on');
      watch.end(at(10 * number + 5));
    }
    watch.sign(signs(190, 195));
    expect(found).to.deep.equal(['unheard', 'kept']);
  });

  it('that it has nothing to wait for until silence is demanded, and once it was heard', () => {
    const watch = watchSilence(() => undefined);
    expect(watch.idle).to.equal(true);
    watch.begin(at(1), 'on');
    expect(watch.idle).to.equal(false);
    watch.end(at(5));
    expect(watch.idle).to.equal(false);
    watch.sign(signs(1, 5));
    expect(watch.idle).to.equal(true);
  });
});
