import type { VNode } from 'preact';
import type { ScheduleWindow } from '../report.js';
import { breachesNear } from '../schedule-breaches-near.js';
import { LEFT, RIGHT, round, type Scale } from './schedule-scale.js';
import { lengthOf, offsetOf, outcomeWords } from './words.js';

type Slot = ScheduleWindow['slots'][number];

/** Where the tolerance is a smaller part of the picture than this, nobody can see where in a slot something came. */
const SMALL = 0.015;
const IN_ROW = 6;
const MOST = 24;
const STEP = (RIGHT - LEFT) / IN_ROW;
const PANEL = STEP - 14;
const HEIGHT = 30;
const ROW = 76;
/** How much of a panel the slot takes; the rest shows what is just outside. */
const INNER = 0.7;
const MOST_BREACHES = 20;

/** The slots that are drawn once more, larger; none where the picture itself is large enough. */
export function zoomedSlots({ slots, tolerance }: ScheduleWindow, scale: Scale): readonly Slot[] {
  if (tolerance === 0 || scale.width(tolerance) >= SMALL * (RIGHT - LEFT)) return [];
  return slots.filter(scale.isSlotSeen).slice(0, MOST);
}

export function zoomHeight(count: number): number {
  return count === 0 ? 0 : Math.ceil(count / IN_ROW) * ROW;
}

interface DetailProps {
  readonly window: ScheduleWindow;
  readonly slots: readonly Slot[];
  readonly top: number;
}

/** Each slot by itself, from the beginning of its tolerance to the end, and where in it something was sent. */
export function SlotDetail({ window, slots, top }: DetailProps): VNode | null {
  if (slots.length === 0) return null;
  const more = window.slots.length - slots.length;
  return (
    <>
      <text class="dim" x="0" y={top + 30}>
        {`Slots, ±${lengthOf(window.tolerance)}`}
      </text>
      {more > 0 && (
        <text class="dim" x="0" y={top + 46}>
          {`${more} more in the table`}
        </text>
      )}
      {slots.map((slot, index) => (
        <Panel
          key={slot.due}
          slot={slot}
          window={window}
          x={round(LEFT + (index % IN_ROW) * STEP)}
          y={top + 10 + Math.floor(index / IN_ROW) * ROW}
        />
      ))}
    </>
  );
}

interface PanelProps {
  readonly slot: Slot;
  readonly window: ScheduleWindow;
  readonly x: number;
  readonly y: number;
}

function Panel({ slot, window, x, y }: PanelProps): VNode {
  const { start, known } = window;
  const inner = PANEL * INNER;
  const left = x + (PANEL - inner) / 2;
  const middle = round(x + PANEL / 2);
  const length = Math.max(1, slot.until - slot.from);
  const after = slot.due - start;
  const offset = slot.sent === undefined ? undefined : slot.sent - slot.due;
  const place = (at: number): number =>
    round(Math.min(x + PANEL - 4, Math.max(x + 4, left + ((at - slot.from) / length) * inner)));
  const sentAt = slot.sent === undefined ? undefined : place(slot.sent);
  const breaches = breachesNear(window, slot, length / INNER / 2);
  return (
    <g>
      <rect class="zoom" x={x} y={y} width={round(PANEL)} height={HEIGHT} rx="3" />
      <rect
        class={`slot ${slot.outcome}`}
        x={round(left)}
        y={y}
        width={round(inner)}
        height={HEIGHT}
        rx="2"
      />
      <path class="due" d={`M${middle} ${y}v${HEIGHT}`} />
      {sentAt === undefined ? (
        <use
          class={`glyph ${slot.outcome}`}
          href={`#slot-${slot.outcome}`}
          x={middle - 8}
          y={y + 7}
          width="16"
          height="16"
        />
      ) : (
        <circle class="sent" cx={sentAt} cy={y + HEIGHT / 2} r="5.5" />
      )}
      {breaches.slice(0, MOST_BREACHES).map(({ at, line }) => (
        <path class="breach" key={line} d={`M${place(at)} ${y + HEIGHT / 2 - 7}l7 7-7 7-7-7z`} />
      ))}
      <text class="middle" x={middle} y={y + HEIGHT + 15}>
        {`${known ? 'T0' : ''}${offsetOf(after)}`}
      </text>
      <text class="dim middle" x={middle} y={y + HEIGHT + 30}>
        {offset === undefined ? outcomeWords[slot.outcome].toLowerCase() : `sent ${offsetOf(offset)}`}
        {besides(slot, breaches)}
      </text>
    </g>
  );
}

/** How far off a breach came, or how many there are. */
function besides({ due }: Slot, breaches: readonly { readonly at: number }[]): string {
  const [first, ...more] = breaches;
  if (first === undefined) return '';
  return more.length === 0 ? `, ${offsetOf(first.at - due)}` : `, ${breaches.length} in breach`;
}
