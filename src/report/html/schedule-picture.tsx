import type { VNode } from 'preact';
import type { ScheduleWindow } from '../report.js';
import { Axis } from './schedule-axis.js';
import { BreachNames, breachLabels, labelsHeight, Others } from './schedule-breaches.js';
import { LEFT, RIGHT, round, type Scale, scaleOf, WIDTH } from './schedule-scale.js';
import { SlotDetail, zoomedSlots, zoomHeight } from './schedule-zoom.js';
import type { Telling } from './telling.js';
import { momentOf, outcomeWords, shortened } from './words.js';

const BAND_TOP = 8;
const BAND_HEIGHT = 26;
const GAP_TOP = 42;
const LANE_TOP = 86;
const LANE_HEIGHT = 44;
const GLYPH = 15;
/** Nearer to each other than this, glyphs would lie on each other: then only what is not met has one. */
const GLYPH_SPACE = 17;
/** Of the letters of the typeface, the width of most of them in this size. */
const LETTER = 7.2;

interface PictureProps {
  readonly telling: Telling;
  readonly window: ScheduleWindow;
  /** Of the window on the page, for ids that no other has. */
  readonly number: number;
}

/** Expected slots as wide as their tolerance, what was sent, the state above, and what may not be sent hatched. */
export function Picture({ telling, window, number }: PictureProps): VNode {
  const scale = scaleOf(window);
  const zoomed = zoomedSlots(window, scale);
  const axis = LANE_TOP + LANE_HEIGHT + 18;
  const labelTop = axis + 66;
  const labels = breachLabels(window, scale, labelTop);
  const zoomTop = axis + 54 + labelsHeight(labels, labelTop);
  const viewBox = `0 0 ${WIDTH} ${zoomTop + zoomHeight(zoomed.length)}`;
  const id = `schedule-${number}-picture`;
  const lane = LANE_TOP + LANE_HEIGHT / 2;
  return (
    <div class="layers">
      <svg viewBox={viewBox} role="img" aria-labelledby={`${id} ${id}-says`}>
        <title id={id}>
          {`Schedule of ${window.payload} in ${window.scenario}, from ${momentOf(window.start)} UTC`}
        </title>
        <desc id={`${id}-says`}>{window.summary}</desc>
        <Axis window={window} scale={scale} top={LANE_TOP - 8} bottom={axis} />
        <States window={window} scale={scale} id={id} />
        <Gaps window={window} scale={scale} />
        <Lane window={window} scale={scale} />
        <Others window={window} scale={scale} lane={lane} labels={labels} top={axis + 50} />
        <SlotDetail window={window} slots={zoomed} top={zoomTop} />
      </svg>
      {labels.length > 0 && (
        <svg viewBox={viewBox} class="links">
          <title>Findings in the picture</title>
          <BreachNames telling={telling} labels={labels} />
        </svg>
      )}
    </div>
  );
}

interface PartProps {
  readonly window: ScheduleWindow;
  readonly scale: Scale;
}

function States({ window, scale, id }: PartProps & { readonly id: string }): VNode {
  return (
    <>
      <text class="dim" x="0" y={BAND_TOP + 17}>
        Consent state
      </text>
      {window.states.map(({ from, until, says }, index) => {
        const span = scale.span(from, until);
        if (span === undefined) return null;
        const letters = Math.floor((span.width - 14) / LETTER);
        const band = { x: span.x, y: BAND_TOP, width: span.width, height: BAND_HEIGHT };
        const clip = `${id}-state-${index + 1}`;
        return (
          <g key={from}>
            <rect class="band" {...band} rx="3">
              <title>{says}</title>
            </rect>
            {letters >= 4 && (
              <>
                <clipPath id={clip}>
                  <rect {...band} />
                </clipPath>
                <text x={round(span.x + 8)} y={BAND_TOP + 17.5} clip-path={`url(#${clip})`}>
                  {shortened(says, letters)}
                </text>
              </>
            )}
          </g>
        );
      })}
    </>
  );
}

function Gaps({ window, scale }: PartProps): VNode | null {
  if (window.gaps.length === 0) return null;
  return (
    <>
      <text class="dim" x="0" y={GAP_TOP + 12}>
        Gaps
      </text>
      {window.gaps.map(({ from, until, cause }) => {
        const span = scale.span(from, until);
        if (span === undefined) return null;
        return (
          <g key={from}>
            <rect class="gap" x={span.x} y={GAP_TOP} width={span.width} height="16" rx="2" />
            <rect class="gap-dots" x={span.x} y={GAP_TOP} width={span.width} height="16" rx="2">
              <title>{cause}</title>
            </rect>
          </g>
        );
      })}
    </>
  );
}

function Lane({ window, scale }: PartProps): VNode {
  const middle = LANE_TOP + LANE_HEIGHT / 2;
  const space = scale.width(window.every);
  return (
    <>
      <text class="strong" x="0" y={middle - 2}>
        {shortened(window.payload, 18)}
      </text>
      <text class="dim" x="0" y={middle + 14}>
        {shortened(window.installation, 20)}
      </text>
      {window.forbidden.map(({ from, until }) => {
        const span = scale.span(from, until);
        if (span === undefined) return null;
        return (
          <rect class="no-sending" key={from} x={span.x} y={LANE_TOP} width={span.width} height={LANE_HEIGHT}>
            <title>nothing may be sent</title>
          </rect>
        );
      })}
      <path class="grid" d={`M${LEFT} ${middle}H${RIGHT}`} />
      {window.slots.filter(scale.isSlotSeen).map((slot) => {
        const { x, width } = scale.slot(slot.from, slot.until);
        const hasGlyph = slot.outcome !== 'hit' || space >= GLYPH_SPACE;
        return (
          <g key={slot.due}>
            <rect
              class={`slot ${slot.outcome}`}
              x={x}
              y={LANE_TOP}
              width={width}
              height={LANE_HEIGHT}
              rx={width > 8 ? 3 : 1}
            >
              <title>{`${momentOf(slot.due)} UTC: ${outcomeWords[slot.outcome]}`}</title>
            </rect>
            {hasGlyph && (
              <use
                class={`glyph ${slot.outcome}`}
                href={`#slot-${slot.outcome}`}
                x={round(x + width / 2 - GLYPH / 2)}
                y={LANE_TOP - GLYPH - 5}
                width={GLYPH}
                height={GLYPH}
              />
            )}
            {slot.sent !== undefined && <circle class="sent" cx={scale.x(slot.sent)} cy={middle} r="5.5" />}
          </g>
        );
      })}
    </>
  );
}
