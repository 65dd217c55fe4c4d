import type { ResultFile } from '../../judge/result.generated.js';
import { clean, grouped } from './words.js';

type Clock = NonNullable<ResultFile['scenarios'][number]['clock']>;

/** How the product's time was told, one sentence for each way of it that the scenarios had. */
export function clockSentences({ scenarios }: ResultFile): readonly string[] {
  return clocksOf(scenarios).map(({ clock, uncertainty }) => {
    if (clock.kind === 'stepped') {
      const step = clock.step === undefined ? '' : `, ${clean(clock.step, 40)} at a time`;
      return `Moved by Candor${step}: an instant is exact to a step.`;
    }
    return `${runs(clock)}${known(uncertainty, clock)}`;
  });
}

/** Where the product's clock ran by itself: how well its instants are known, which is a limit of the report. */
export function clockLimits({ scenarios }: ResultFile): readonly string[] {
  return clocksOf(scenarios).flatMap(({ clock, uncertainty }) => {
    if (clock.kind === 'stepped' || (clock.kind === 'real' && uncertainty === undefined)) return [];
    return [`The clock was ${runs(clock, false)}${known(uncertainty, clock)}`];
  });
}

function runs({ kind, factor = 1 }: Clock, first = true): string {
  const the = first ? 'The' : 'the';
  if (kind === 'real') return `${the} product’s own, in real time`;
  return `${the} product’s own, made to run ${grouped(factor)} times as fast as the machine’s`;
}

function known(uncertainty: number | undefined, { kind }: Clock): string {
  if (uncertainty !== undefined) return `: an instant is known to ${uncertainty} s at the worst.`;
  return kind === 'real' ? '.' : ': how well an instant is known was not measured.';
}

interface Told {
  readonly clock: Clock;
  /** The worst of the scenarios that had this clock. */
  readonly uncertainty: number | undefined;
}

function clocksOf(scenarios: ResultFile['scenarios']): readonly Told[] {
  const clocks = new Map<string, Told>();
  for (const { clock } of scenarios) {
    if (clock === undefined) continue;
    const { uncertainty, ...way } = clock;
    const key = JSON.stringify([way.kind, way.step, way.factor]);
    const before = clocks.get(key)?.uncertainty;
    const worst = uncertainty === undefined ? before : Math.max(before ?? 0, uncertainty);
    clocks.set(key, { clock: way, uncertainty: worst });
  }
  return [...clocks.values()];
}
