import type { VNode } from 'preact';
import type { ScheduleWindow } from '../report.js';
import { LEFT, RIGHT, round, type Scale } from './schedule-scale.js';
import type { Telling } from './telling.js';
import { momentOf, shortened } from './words.js';

const LETTER = 7.6;
const ROWS = 3;
const ROW_HEIGHT = 16;
/** Breaches of one finding that are nearer to each other than this share a name. */
const NEAR = 40;

type Sent = ScheduleWindow['sent'][number];

interface Label {
  readonly sent: Sent;
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

interface OthersProps {
  readonly window: ScheduleWindow;
  readonly scale: Scale;
  /** Where the middle of the lane is. */
  readonly lane: number;
  readonly labels: readonly Label[];
  /** From where lines lead to the names. */
  readonly top: number;
}

/** What was sent and is no slot's: a diamond where it was a breach, a ring where it was permitted. */
export function Others({ window, scale, lane, labels, top }: OthersProps): VNode {
  const discharging = new Set(window.slots.flatMap(({ sent }) => sent ?? []));
  const others = window.sent.filter(
    ({ at, rule }) => scale.isSeen(at) && (rule !== undefined || !discharging.has(at)),
  );
  return (
    <>
      {labels.map(({ sent, y }) => (
        <path class="breach-line" key={sent.line} d={`M${scale.x(sent.at)} ${top}V${y - 11}`} />
      ))}
      {others.map(({ at, line, rule }) => {
        const x = scale.x(at);
        return rule === undefined ? (
          <circle class="permitted" key={line} cx={x} cy={lane} r="5" />
        ) : (
          <path class="breach" key={line} d={`M${x} ${lane - 8}l8 8-8 8-8-8z`} />
        );
      })}
    </>
  );
}

/**
 * The names of the findings, as links. They lie over the image and are not in it: what is in an image cannot be
 * reached.
 */
export function BreachNames(props: { readonly telling: Telling; readonly labels: readonly Label[] }): VNode {
  return (
    <>
      {props.labels.map(({ sent, text, x, y }) => {
        const anchor = sent.group === undefined ? undefined : props.telling.anchors.finding(sent.group);
        const name = (
          <text class="middle" x={x} y={y} key={sent.line}>
            {text}
          </text>
        );
        return anchor === undefined ? (
          name
        ) : (
          <a href={`#${anchor}`} aria-label={`${text}, sent ${momentOf(sent.at)} UTC`} key={sent.line}>
            {name}
          </a>
        );
      })}
    </>
  );
}

/**
 * Each breach once by name, below where it was, and one name for several of a finding that lie side by side; a name
 * that has no room in any row is in the table only.
 *
 * @param top where the first row of names is.
 */
export function breachLabels({ sent }: ScheduleWindow, scale: Scale, top: number): readonly Label[] {
  const ends = Array.from({ length: ROWS }, () => Number.NEGATIVE_INFINITY);
  const last = new Map<string, number>();
  return sent.flatMap((one) => {
    const name = one.group ?? one.rule;
    if (one.rule === undefined || name === undefined || !scale.isSeen(one.at)) return [];
    const text = shortened(name, 16);
    const half = (text.length * LETTER) / 2 + 4;
    const x = round(Math.min(RIGHT + 24 - half, Math.max(LEFT - 40 + half, scale.x(one.at))));
    if (x - (last.get(name) ?? Number.NEGATIVE_INFINITY) < NEAR) return [];
    last.set(name, x);
    const row = ends.findIndex((end) => end <= x - half);
    if (row < 0) return [];
    ends[row] = x + half;
    return [{ sent: one, text, x, y: top + row * ROW_HEIGHT }];
  });
}

/** How much room so many names take below each other. */
export function labelsHeight(labels: readonly Label[], top: number): number {
  return labels.length === 0 ? 0 : Math.max(...labels.map(({ y }) => y)) - top + 28;
}
