import type { VNode } from 'preact';
import type { ScheduleWindow } from '../report.js';
import { OutcomeTag } from './icons.js';
import { FindingLink } from './links.js';
import { TableBox } from './table-box.js';
import type { Telling } from './telling.js';
import { momentOf, offsetOf } from './words.js';

interface TableProps {
  readonly telling: Telling;
  readonly window: ScheduleWindow;
  readonly number: number;
}

/** All that the picture shows, for who cannot see it or wants the numbers. */
export function ScheduleTable({ telling, window, number }: TableProps): VNode {
  return (
    <details>
      <summary>
        The same as a table<span class="hidden">, schedule {number}</span>
      </summary>
      <Slots window={window} number={number} />
      <Sent telling={telling} window={window} number={number} />
      <Stretches window={window} number={number} />
    </details>
  );
}

type PartProps = Omit<TableProps, 'telling'>;

function Slots({ window: { slots, start, known }, number }: PartProps): VNode | null {
  if (slots.length === 0) return null;
  return (
    <TableBox
      label={`Slots of schedule ${number}`}
      caption="Slots. Times in UTC."
      columns={[
        'Due',
        known ? 'From T0' : 'From first sight',
        'Tolerated from',
        'Until',
        'Outcome',
        'Sent',
        'Off by',
      ]}
    >
      <tbody>
        {slots.map(({ due, from, until, outcome, sent }) => (
          <tr key={due}>
            <th scope="row">{momentOf(due)}</th>
            <td>{offsetOf(due - start)}</td>
            <td>{momentOf(from)}</td>
            <td>{momentOf(until)}</td>
            <td>
              <OutcomeTag outcome={outcome} />
            </td>
            <td>{sent === undefined ? '–' : momentOf(sent)}</td>
            <td>{sent === undefined ? '–' : offsetOf(sent - due)}</td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  );
}

function Sent({ telling, window: { sent, start, slots }, number }: TableProps): VNode | null {
  if (sent.length === 0) return null;
  const discharging = new Set(slots.flatMap((slot) => slot.sent ?? []));
  return (
    <TableBox
      label={`Transmissions of schedule ${number}`}
      caption="What was sent. Times in UTC."
      columns={['Sent', 'Offset', 'Line of the trace', 'What it was', 'Finding']}
    >
      <tbody>
        {sent.map(({ at, line, rule, group }) => (
          <tr key={line}>
            <th scope="row">{momentOf(at)}</th>
            <td>{offsetOf(at - start)}</td>
            <td>{line}</td>
            <td>
              {rule === undefined ? discharging.has(at) ? 'met a slot' : 'permitted' : <code>{rule}</code>}
            </td>
            <td>{group === undefined ? '–' : <FindingLink telling={telling} group={group} />}</td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  );
}

function Stretches({ window: { states, gaps, forbidden }, number }: PartProps): VNode {
  const rows = [
    ...states.map(({ from, until, says }) => ({ from, until, what: `Consent state: ${says}` })),
    ...gaps.map(({ from, until, cause }) => ({ from, until, what: `Gap: ${cause}` })),
    ...forbidden.map(({ from, until }) => ({ from, until, what: 'Nothing may be sent' })),
  ];
  return (
    <TableBox
      label={`States and gaps of schedule ${number}`}
      caption="States, gaps, and when nothing may be sent. Times in UTC."
      columns={['From', 'Until', 'What']}
    >
      <tbody>
        {rows.map(({ from, until, what }) => (
          <tr key={`${from} ${what}`}>
            <th scope="row">{momentOf(from)}</th>
            <td>{momentOf(until)}</td>
            <td>{what}</td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  );
}
