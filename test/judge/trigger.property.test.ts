import { expect } from 'chai';
import fc from 'fast-check';
import type { Duration, Instant } from '../../src/disclosure/instant.js';
import { collectGaps } from '../../src/judge/gaps.js';
import { type TriggerEvent, trackTrigger } from '../../src/judge/trigger.js';

type Cause = 'host-asleep' | 'offline' | 'capture-down';

type Happening =
  | { readonly kind: 'gap'; readonly at: number; readonly until: number; readonly cause: Cause }
  | { readonly kind: 'prompt' | 'uninstall' | 'transmission'; readonly at: number };

interface Case {
  readonly within: number;
  readonly happenings: readonly Happening[];
  readonly end: number;
}

const HORIZON = 40;
const at = fc.integer({ min: 0, max: HORIZON });
const when = (kind: 'prompt' | 'uninstall' | 'transmission'): fc.Arbitrary<Happening> =>
  fc.record({ kind: fc.constant(kind), at });
const gap = fc
  .record({
    at,
    length: fc.integer({ min: 0, max: 12 }),
    cause: fc.constantFrom<Cause>('host-asleep', 'offline', 'capture-down'),
  })
  .map(({ at, length, cause }): Happening => ({ kind: 'gap', at, until: at + length, cause }));

const cases: fc.Arbitrary<Case> = fc
  .record({
    within: fc.integer({ min: 0, max: 10 }),
    raw: fc.tuple(
      fc.array(gap, { maxLength: 3 }),
      fc.array(when('prompt'), { maxLength: 5 }),
      fc.array(when('uninstall'), { maxLength: 1 }),
      fc.array(when('transmission'), { maxLength: 6 }),
    ),
    end: at,
  })
  .map(({ within, raw, end }) => {
    const happenings = raw
      .flat()
      .filter((happening) => happening.at <= end)
      .map((happening, index) => ({ happening, index, last: happening.kind === 'transmission' ? 1 : 0 }))
      .sort(
        (one, other) =>
          one.happening.at - other.happening.at || one.last - other.last || one.index - other.index,
      )
      .map(({ happening }) => happening);
    return { within, happenings, end };
  });

function track({ within, happenings, end }: Case): readonly TriggerEvent[] {
  const gaps = collectGaps();
  const found: TriggerEvent[] = [];
  const tracker = trackTrigger(
    { action: 'follow-link', within: within as Duration, clause: 'link' },
    gaps,
    (event) => found.push(event),
  );
  for (const [line, happening] of happenings.entries()) {
    const now = happening.at as Instant;
    if (happening.kind === 'gap') {
      gaps.add(happening.cause, { from: now, until: happening.until as Instant });
      continue;
    }
    tracker.tick(now);
    gaps.forget((now - within) as Instant);
    if (happening.kind === 'prompt') tracker.prompt(now, line);
    else if (happening.kind === 'transmission') tracker.transmit(now);
    else tracker.cancel();
  }
  tracker.tick(end as Instant);
  tracker.finish();
  return found;
}

interface Prompt {
  readonly at: number;
  readonly goneAt: number;
  answeredAt: number;
}

/** The same over the whole history at once, the triggers and what was sent laid side by side. */
function matchNaively({ within, happenings, end }: Case): readonly string[] {
  const told: string[] = [];
  const prompts = happenings.flatMap((happening, index): Prompt[] => {
    if (happening.kind !== 'prompt') return [];
    const gone = happenings.find((later, place) => place > index && later.kind === 'uninstall');
    return [{ at: happening.at, goneAt: gone?.at ?? Infinity, answeredAt: Infinity }];
  });
  for (const { kind, at } of happenings) {
    if (kind !== 'transmission') continue;
    const near = prompts.filter(
      (prompt) => prompt.at <= at && at <= prompt.at + within && at < prompt.goneAt,
    );
    const oldest = near.find(({ answeredAt }) => answeredAt === Infinity);
    if (oldest !== undefined) {
      oldest.answeredAt = at;
      told.push('discharged');
    } else told.push(`${near.length > 0 ? 'repeated' : 'unprompted'} at ${at}`);
  }
  const hindered = (prompt: Prompt, blind: boolean): boolean =>
    happenings.some(
      (happening) =>
        happening.kind === 'gap' &&
        (happening.cause === 'capture-down') === blind &&
        happening.at <= prompt.at + within &&
        prompt.at <= happening.until,
    );
  for (const prompt of prompts) {
    const due = prompt.at + within;
    if (prompt.answeredAt < Infinity || prompt.goneAt <= due) continue;
    if (end <= due) told.push('undecided');
    else if (hindered(prompt, false)) continue;
    else told.push(hindered(prompt, true) ? 'undecided' : `missing at ${due}`);
  }
  return told.sort();
}

/** The most triggers that can be answered, each by a transmission of its own: every assignment is tried. */
function mostAnswered({ within, happenings }: Case): number {
  const prompts = happenings.filter(({ kind }) => kind === 'prompt').map((prompt) => prompt.at);
  const sent = happenings
    .filter(({ kind }) => kind === 'transmission')
    .map((transmission) => transmission.at);
  const most = (index: number, left: readonly number[]): number => {
    const prompt = prompts[index];
    if (prompt === undefined) return 0;
    const answers = left.map((at, place) =>
      at >= prompt && at <= prompt + within ? 1 + most(index + 1, left.toSpliced(place, 1)) : 0,
    );
    return Math.max(most(index + 1, left), ...answers);
  };
  return most(0, sent);
}

describe('A trigger', () => {
  const seed = 20_260_103;

  it('is matched with what was sent as a plain reading of the design matches it', () => {
    fc.assert(
      fc.property(cases, (subject) => {
        const told = track(subject).map((event) =>
          'at' in event ? `${event.kind} at ${event.at}` : event.kind,
        );
        expect(told.sort()).to.deep.equal(matchNaively(subject));
      }),
      { seed, numRuns: 5_000 },
    );
  });

  it('goes unanswered only where no assignment would answer more', () => {
    fc.assert(
      fc.property(cases, (subject) => {
        const happenings = subject.happenings.filter(({ kind }) => kind !== 'uninstall');
        const answered = track({ ...subject, happenings }).filter(({ kind }) => kind === 'discharged');
        expect(answered.length).to.equal(mostAnswered({ ...subject, happenings }));
      }),
      { seed, numRuns: 2_000 },
    );
  });

  it('is charged with the line on which it stands', () => {
    const happenings: Happening[] = [
      { kind: 'transmission', at: 0 },
      { kind: 'prompt', at: 1 },
    ];
    const found = track({ within: 2, happenings, end: 9 }).find(({ kind }) => kind === 'missing');
    expect(found).to.include({ kind: 'missing', at: 3, line: 1 });
  });

  it('keeps nothing once nothing can come of it', () => {
    const tracker = trackTrigger(
      { action: 'follow-link', within: 5 as Duration, clause: 'link' },
      collectGaps(),
      () => undefined,
    );
    expect(tracker.idle).to.equal(true);
    tracker.prompt(0 as Instant, 1);
    tracker.transmit(2 as Instant);
    tracker.tick(5 as Instant);
    expect(tracker.idle).to.equal(false);
    tracker.tick(6 as Instant);
    expect(tracker.idle).to.equal(true);
  });
});
