import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { plural } from '../model/words.js';
import type { FindingGroup, Kind } from '../report.js';
import { Switch } from './controls.js';
import { findingCard } from './finding-card.js';
import { Hole, inFrame } from './frame.js';
import { VerdictIcon } from './icons.js';
import { ClauseLink } from './links.js';
import { TableBox } from './table-box.js';
import type { Telling } from './telling.js';
import { kindWords } from './words.js';

/** Past so many groups a card for each would hide them all: the rest are rows of a table. */
const CARD_LIMIT = 200;
const BLOCK_SIZE = 500;

interface Numbered {
  readonly group: FindingGroup;
  /** Its place in the report, from 1. */
  readonly number: number;
}

/** All findings: what was sent and not permitted, then what was disclosed and not done. */
export function* findingList(telling: Telling): Generator<string> {
  yield* inFrame(<Findings telling={telling} />, kinds(telling));
}

function Findings({ telling }: { readonly telling: Telling }): VNode {
  const { findings, findingsOmitted } = telling.report;
  return (
    <section aria-labelledby="findings">
      <h2 id="findings">Findings</h2>
      {findings.length === 0 && <p>The run found no breach in what it observed.</p>}
      {findingsOmitted > 0 && (
        <p class="notice">
          {plural(findingsOmitted, 'finding')} more {findingsOmitted === 1 ? 'was' : 'were'} counted and not
          kept.
        </p>
      )}
      {findings.length > 0 && (
        <div class="of-kind-filter">
          <Switch
            name="kind"
            legend="Findings shown"
            hideLegend
            options={[
              { id: 'all', says: 'All findings' },
              { id: 'excess', says: 'Excess' },
              { id: 'shortfall', says: 'Shortfall' },
            ]}
          />
        </div>
      )}
      <Hole />
    </section>
  );
}

function* kinds(telling: Telling): Generator<string> {
  const numbered = telling.report.findings.map((group, index): Numbered => ({ group, number: index + 1 }));
  for (const kind of ['excess', 'shortfall'] as const) {
    const own = numbered.filter(({ group }) => group.kind === kind);
    if (own.length === 0) continue;
    const count = own.reduce((sum, { group }) => sum + group.count, 0);
    yield* inFrame(<OfKind kind={kind} groups={own.length} count={count} />, groupsOf(telling, kind, own));
  }
}

interface OfKindProps {
  readonly kind: Kind;
  readonly groups: number;
  readonly count: number;
}

function OfKind({ kind, groups, count }: OfKindProps): VNode {
  const { name, meaning } = kindWords[kind];
  return (
    <div class={`kind of-${kind}`}>
      <h3 id={kind}>
        {name}: {meaning}
      </h3>
      <p>
        {plural(count, 'finding')} of {plural(groups, 'cause')}
      </p>
      <Hole />
    </div>
  );
}

function* groupsOf(telling: Telling, kind: Kind, groups: readonly Numbered[]): Generator<string> {
  for (const { group, number } of groups)
    if (number <= CARD_LIMIT) yield* findingCard(telling, group, number);
  const rest = groups.filter(({ number }) => number > CARD_LIMIT);
  for (let from = 0; from < rest.length; from += BLOCK_SIZE) {
    yield render(
      <FurtherGroups telling={telling} kind={kind} groups={rest.slice(from, from + BLOCK_SIZE)} />,
    );
  }
}

/** Groups without a card: what and how often, and where the first is. */
function FurtherGroups(props: {
  readonly telling: Telling;
  readonly kind: Kind;
  readonly groups: readonly Numbered[];
}): VNode {
  const { telling, kind, groups } = props;
  const label = `Further causes of ${kindWords[kind].name.toLowerCase()}, from ${groups[0]?.number ?? 0}`;
  return (
    <div class="finding">
      <TableBox
        label={label}
        caption="Further causes. Each finding is in result.json."
        columns={['Cause', 'What happened', 'Rule and clause', 'Findings', 'First evidence']}
      >
        <tbody>
          {groups.map(({ group, number }) => (
            <tr id={`finding-${number}`} key={number}>
              <th scope="row">
                <VerdictIcon verdict={group.effect} /> <code>{group.id}</code>
              </th>
              <td>{group.title}</td>
              <td>
                <code>{group.rule}</code>
                <div>
                  <ClauseLink telling={telling} clause={group.clause} />
                </div>
              </td>
              <td class="number">{group.count}</td>
              <td class="source">
                <code>
                  {group.occurrences[0]?.evidence.trace}:{group.occurrences[0]?.evidence.line}
                </code>
              </td>
            </tr>
          ))}
        </tbody>
      </TableBox>
    </div>
  );
}
