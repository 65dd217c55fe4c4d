import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { plural } from '../model/words.js';
import type { ScheduleWindow, SlotOutcome } from '../report.js';
import { Hole, inFrame } from './frame.js';
import { OutcomeTag, VerdictTag } from './icons.js';
import { ClauseLink } from './links.js';
import { Picture } from './schedule-picture.js';
import { ScheduleTable } from './schedule-table.js';
import { ScrollBox } from './scroll-box.js';
import type { Telling } from './telling.js';
import { lengthOf, momentOf, outcomeWords } from './words.js';

const outcomes = Object.keys(outcomeWords) as readonly SlotOutcome[];

/** A picture for each window of each schedule, and the same as a table. */
export function* scheduleList(telling: Telling): Generator<string> {
  yield* inFrame(<Schedules telling={telling} />, windows(telling));
}

function* windows(telling: Telling): Generator<string> {
  for (const [index, window] of telling.report.schedules.entries())
    yield render(<Schedule telling={telling} window={window} number={index + 1} />);
}

function Schedules({ telling: { report } }: { readonly telling: Telling }): VNode {
  const { schedules, schedulesOmitted } = report;
  return (
    <section aria-labelledby="schedules">
      <h2 id="schedules">Schedules</h2>
      {schedules.length === 0 && <p>No window of a schedule was followed in this run.</p>}
      {schedules.length > 0 && <Legend />}
      <Hole />
      {schedulesOmitted > 0 && (
        <p class="notice">
          {plural(schedulesOmitted, 'window')} more {schedulesOmitted === 1 ? 'was' : 'were'} judged and not
          pictured.
        </p>
      )}
    </section>
  );
}

interface ScheduleProps {
  readonly telling: Telling;
  readonly window: ScheduleWindow;
  readonly number: number;
}

function Schedule({ telling, window, number }: ScheduleProps): VNode {
  const { payload, clause, scenario, installation, start, known, every, tolerance, verdict, summary } =
    window;
  const beyond = window.slots.filter((slot) => slot.from > window.until || slot.until < window.from).length;
  return (
    <article class="card schedule" aria-labelledby={`schedule-${number}`}>
      <div class="heading">
        <h3 id={`schedule-${number}`}>
          {payload} in {scenario}
        </h3>
        <VerdictTag verdict={verdict} />
      </div>
      <p class="facts small">
        Clause <ClauseLink telling={telling} clause={clause} /> · every {lengthOf(every)} for{' '}
        {lengthOf(window.for)}, ±{lengthOf(tolerance)} · installation {installation} ·{' '}
        {known ? 'T0 is' : 'T0 is not known; first seen'} {momentOf(start)} UTC
      </p>
      <p class="summary">{summary}</p>
      <ScrollBox class="picture" label={`Picture of schedule ${number}`}>
        <Picture telling={telling} window={window} number={number} />
      </ScrollBox>
      {beyond > 0 && (
        <p class="dim small">{plural(beyond, 'slot')} outside of what is pictured: see the table.</p>
      )}
      <ScheduleTable telling={telling} window={window} number={number} />
    </article>
  );
}

function Legend(): VNode {
  return (
    <ul class="legend picture-legend">
      {outcomes.map((outcome) => (
        <li key={outcome}>
          <OutcomeTag outcome={outcome} />
        </li>
      ))}
      <li>
        <svg class="icon upheld" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
          <circle class="solid" cx="8" cy="8" r="5" />
        </svg>
        Sent in a slot
      </li>
      <li>
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
          <circle class="line" cx="8" cy="8" r="5" />
        </svg>
        Sent, and permitted
      </li>
      <li>
        <svg class="icon violated" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
          <path class="solid" d="M8 1l7 7-7 7-7-7z" />
        </svg>
        Sent in breach
      </li>
      <li>
        <svg class="icon swatch" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
          <rect class="hatch-fill" width="16" height="16" />
        </svg>
        Nothing may be sent
      </li>
      <li>
        <svg class="icon swatch" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
          <rect class="dot-fill" width="16" height="16" />
        </svg>
        Gap in what could be observed
      </li>
    </ul>
  );
}
