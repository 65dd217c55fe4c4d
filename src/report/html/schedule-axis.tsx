import type { VNode } from 'preact';
import { formatInstant, type Instant } from '../../disclosure/instant.js';
import type { ScheduleWindow } from '../report.js';
import { LEFT, RIGHT, type Scale } from './schedule-scale.js';
import { clockOf, offsetOf } from './words.js';

/** The top of the picture: from there the line at the start of the window leads down. */
const START_TOP = 8;

interface AxisProps {
  readonly window: ScheduleWindow;
  readonly scale: Scale;
  /** From where to where the lines of the ticks lead. */
  readonly top: number;
  readonly bottom: number;
}

/** Hours from the start of the window, and below them the time of day and the day in UTC. */
export function Axis({ window: { start, known }, scale, top, bottom }: AxisProps): VNode {
  return (
    <>
      {scale.ticks.map((tick, index) => {
        const x = scale.x(tick);
        const isStart = tick === start;
        return (
          <g key={tick}>
            <path class={isStart ? 'start' : 'grid'} d={`M${x} ${isStart ? START_TOP : top}V${bottom}`} />
            <text class={isStart ? 'middle strong' : 'middle'} x={x} y={bottom + 16}>
              {isStart ? (known ? 'T0' : 'seen') : offsetLabel(tick - start)}
            </text>
            <text class="dim middle" x={x} y={bottom + 31}>
              {clockOf(tick)}
            </text>
            {dayOf(tick) !== dayOf(scale.ticks[index - 1]) && (
              <text class="dim middle" x={x} y={bottom + 45}>
                {dayOf(tick)}
              </text>
            )}
          </g>
        );
      })}
      <path class="axis" d={`M${LEFT} ${bottom}H${RIGHT}`} />
      <text class="dim" x="0" y={bottom + 16}>
        {known ? 'from T0' : 'from first sight'}
      </text>
      <text class="dim" x="0" y={bottom + 31}>
        UTC
      </text>
    </>
  );
}

/** The day in UTC: `2026-01-31`. */
function dayOf(instant: Instant | undefined): string {
  return instant === undefined ? '' : formatInstant(instant).slice(0, 10);
}

/** `+4 h`, `+1.5 h`. */
function offsetLabel(milliseconds: number): string {
  const hours = milliseconds / 3_600_000;
  return Number.isInteger(hours * 10)
    ? `${milliseconds < 0 ? '−' : '+'}${Math.abs(hours)} h`
    : offsetOf(milliseconds);
}
