import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { plural } from '../model/words.js';
import type { FindingGroup, Occurrence } from '../report.js';
import { Hole, inFrame } from './frame.js';
import { TableBox } from './table-box.js';
import type { Telling } from './telling.js';
import { moment, stateWords } from './words.js';

/** Rows that are rendered at once; and of more, so many are opened at once. */
const BLOCK_SIZE = 500;

/** Where each finding of a group can be looked up, in blocks: memory is bounded by a block, not by a group. */
export function* evidence(telling: Telling, group: FindingGroup): Generator<string> {
  const { occurrences, id } = group;
  const varies = occurrences.some(
    ({ sent, message }) => sent !== group.sent || (sent === undefined && message !== group.title),
  );
  if (occurrences.length <= BLOCK_SIZE) {
    yield render(
      <details>
        <summary>
          Evidence, {plural(occurrences.length, 'finding')}
          <span class="hidden"> of {id}</span>
        </summary>
        <Rows telling={telling} group={group} from={0} occurrences={occurrences} varies={varies} />
      </details>,
    );
    return;
  }
  yield* inFrame(<Many group={group} />, blocks(telling, group, varies));
}

function Many({ group: { occurrences, id } }: { readonly group: FindingGroup }): VNode {
  return (
    <details>
      <summary>
        Evidence, {plural(occurrences.length, 'finding')}
        <span class="hidden"> of {id}</span>
      </summary>
      <Hole />
    </details>
  );
}

function* blocks(telling: Telling, group: FindingGroup, varies: boolean): Generator<string> {
  for (let from = 0; from < group.occurrences.length; from += BLOCK_SIZE) {
    const occurrences = group.occurrences.slice(from, from + BLOCK_SIZE);
    yield render(
      <details class="block">
        <summary>
          {from + 1} to {from + occurrences.length}
          <span class="hidden"> of {group.id}</span>
        </summary>
        <Rows telling={telling} group={group} from={from} occurrences={occurrences} varies={varies} />
      </details>,
    );
  }
}

interface RowsProps {
  readonly telling: Telling;
  readonly group: FindingGroup;
  readonly from: number;
  readonly occurrences: readonly Occurrence[];
  /** Whether what was sent is another each time; else the card says it once. */
  readonly varies: boolean;
}

function Rows({ telling, group, from, occurrences, varies }: RowsProps): VNode {
  const part = from === 0 ? '' : `, from ${from + 1}`;
  return (
    <TableBox
      wide
      label={`Evidence of ${group.id}${part}`}
      caption="Line 0: what shows it is not in the trace, but missing from it."
      columns={[
        'Finding',
        'Observed (UTC)',
        'Where',
        varies ? 'Sent' : undefined,
        'Source',
        'SHA-256 of the line',
      ]}
    >
      <tbody>
        {occurrences.map((occurrence) => (
          <Row key={occurrence.id} telling={telling} occurrence={occurrence} varies={varies} />
        ))}
      </tbody>
    </TableBox>
  );
}

function Row(props: {
  readonly telling: Telling;
  readonly occurrence: Occurrence;
  readonly varies: boolean;
}): VNode {
  const { id, at, scenario, installation, state, sent, message, evidence: place } = props.occurrence;
  const where = [
    scenario,
    installation,
    state === undefined ? undefined : stateWords(props.telling.report, state),
  ];
  return (
    <tr>
      <th scope="row">
        <code>{id}</code>
      </th>
      <td>{moment(at)}</td>
      <td>{where.filter((part) => part !== undefined).join(', ')}</td>
      {props.varies && <td>{sent ?? message}</td>}
      <td class="source">
        <code>
          {place.trace}:{place.line}
        </code>
        {place.pointer !== undefined && <code>{place.pointer}</code>}
        {place.member !== undefined && <code>member {place.member}</code>}
      </td>
      <td class="digest-cell">
        {place.digest === undefined ? '–' : <code>{place.digest.replace(/^sha256:/, '')}</code>}
      </td>
    </tr>
  );
}
